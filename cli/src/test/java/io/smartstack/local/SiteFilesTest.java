// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteFilesTest {

  private static final Path EXAMPLES = Path.of("../examples");
  private static final String ENSEMBLE =
      """
      apiVersion: smartstack.io/v1
      kind: ZooKeeperEnsemble
      metadata: {name: zk}
      spec: {replicas: 1}
      ---
      """;

  @TempDir Path directory;

  @Test
  void theExamplesAreTheMachinesThatTheirNodesAreNamed() {
    List<MachineSpec> machines = examples();

    assertThat(machines)
        .extracting(machine -> machine.name() + " " + machine.address())
        .containsExactly(
            "zookeeper1 127.168.11.101",
            "zookeeper2 127.168.11.102",
            "zookeeper3 127.168.11.103",
            "service_a_node_1 127.168.11.104",
            "service_a_node_2 127.168.11.105",
            "service_b_node_1 127.168.11.106");
    assertThat(machines.getFirst().roles()).containsExactly(Role.ZOOKEEPER);
    assertThat(machines.getLast().roles()).containsExactly(Role.SERVICE, Role.SIDECAR);
    MachineSpec.Service service = Objects.requireNonNull(machines.getLast().service());
    assertThat(service.port()).isEqualTo(8000);
    assertThat(service.environment())
        .isEqualTo(Map.of("POD_NAME", "service_b_node_1", "POD_IP", "127.168.11.106"));
  }

  @Test
  void aMachineKeepsItsAddressWhicheverFilesAreGiven() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("service_b_node_1"));
    Files.writeString(folder.resolve("address"), "127.168.11.102");

    assertThat(examples())
        .extracting(MachineSpec::name, MachineSpec::address)
        .contains(
            org.assertj.core.groups.Tuple.tuple("service_b_node_1", "127.168.11.102"),
            org.assertj.core.groups.Tuple.tuple("zookeeper2", "127.168.11.103"));
  }

  @Test
  void machinesFilesAndKubernetesFilesAreOneSite() throws IOException {
    Path machines =
        Files.writeString(
            directory.resolve("machines.yaml"),
            "machines: [{name: vm, address: 127.168.11.101, service: {command: [x], port: 1}}]");
    Path ensemble = Files.writeString(directory.resolve("ensemble.yaml"), ENSEMBLE);

    assertThat(SiteFiles.read(List.of(ensemble, machines), directory.resolve("site")))
        .extracting(machine -> machine.name() + " " + machine.address())
        .containsExactly("vm 127.168.11.101", "zk-1 127.168.11.102");
  }

  @Test
  void whatAMachineCannotBeGivenIsRefusedByItsName() {
    assertThatThrownBy(() ->
            read(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: d}
                spec:
                  template:
                    spec:
                      hostNetwork: true
                      containers:
                        - image: nginx
                          envFrom: [{configMapRef: {name: c}}]
                          env:
                            - {name: A, valueFrom: {secretKeyRef: {name: s, key: k}}}
                            - {name: B, valueFrom: {fieldRef: {fieldPath: metadata.uid}}}
                          volumeMounts: [{name: v, mountPath: /data}]
                          lifecycle: {}
                      volumes: [{name: v, configMap: {name: c}}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: s}
                ---
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: t}
                """))
        .isInstanceOf(LocalException.class)
        .hasMessageContainingAll(
            "all.yaml: Deployment d: spec.template.spec.hostNetwork: local mode can't honour it",
            "spec.template.spec.containers[0].envFrom: local mode can't",
            "spec.template.spec.containers[0].lifecycle: local mode can't",
            "spec.template.spec.containers[0].command: missing; local mode runs no image",
            "spec.template.spec.containers[0].ports: missing",
            "spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef: local mode can't",
            "spec.template.spec.containers[0].env[1].valueFrom.fieldRef.fieldPath: local mode knows",
            "spec.template.spec.containers[0].volumeMounts[0]: local mode has a directory",
            "spec.template.spec.volumes[0].configMap: local mode can't",
            "all.yaml: Service s: local mode runs",
            "all.yaml: StatefulSet t: local mode runs");
  }

  @Test
  void whatTheCustomResourcesGetWrongIsSaidByPath() {
    assertThatThrownBy(() ->
            read(
                """
                apiVersion: smartstack.io/v1
                kind: SmartService
                metadata: {name: s}
                spec:
                  ensemble: {name: other}
                  nerve: {prot: 80, checks: [{uri: /}]}
                ---
                apiVersion: smartstack.io/v1
                kind: SmartService
                metadata: {name: t}
                spec: {ensemble: {name: other}, nerve: {port: x}}
                ---
                apiVersion: smartstack.io/v1
                kind: ZooKeeperEnsemble
                metadata: {name: e}
                spec: {replicas: 2, config: {snapCount: "1"}}
                """))
        .hasMessageContainingAll(
            "SmartService s: spec.nerve.prot: unknown key",
            "SmartService s: spec.nerve.port: missing",
            "SmartService s: spec.nerve.checks[0].type: missing",
            "SmartService t: spec: Cannot deserialize",
            "ZooKeeperEnsemble e: spec.replicas: expected an odd number");
  }

  @Test
  void aServiceThatIsNotThereIsNamed() {
    String deployment =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: d}
        spec:
          template:
            metadata: {labels: {smartstack.io/service: s}}
            spec: {containers: [{command: [x], ports: [{containerPort: 1}]}]}
        """;
    assertThatThrownBy(() -> read(ENSEMBLE + deployment))
        .hasMessageContaining("Deployment d: spec.template.metadata: no SmartService s");
    assertThatThrownBy(() ->
            read(
                ENSEMBLE
                    + deployment
                    + """
                    ---
                    apiVersion: smartstack.io/v1
                    kind: SmartService
                    metadata: {name: s}
                    spec: {ensemble: {name: zk}, uses: [{name: gone}]}
                    """))
        .hasMessageContaining("SmartService s: there is no SmartService gone in namespace default");
  }

  @Test
  void variablesAreFilledInAsTheKubeletDoes() {
    Map<String, String> environment =
        Expansion.environment(
            new java.util.LinkedHashMap<>(Map.of("IP", new Application.Field("status.podIP"))),
            Map.of("status.podIP", "127.0.0.9"));

    assertThat(Expansion.command(List.of("$(IP):80", "$$(IP)", "$(NONE)", "$IP"), environment))
        .containsExactly("127.0.0.9:80", "$(IP)", "$(NONE)", "$IP");
  }

  private List<MachineSpec> examples() {
    return SiteFiles.read(
        List.of(
            EXAMPLES.resolve("zookeeper.yaml"),
            EXAMPLES.resolve("service-a.yaml"),
            EXAMPLES.resolve("service-b.yaml")),
        directory);
  }

  private void read(String text) throws IOException {
    SiteFiles.read(List.of(Files.writeString(directory.resolve("all.yaml"), text)), directory);
  }
}
