// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import static io.smartstack.operator.service.Rig.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import io.smartstack.crd.v1.ZooKeeperEnsembleSpec;
import io.smartstack.crd.v1.ZooKeeperEnsembleStatus;
import io.smartstack.operator.compile.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BadInputIT {

  private Rig rig;
  private Zoo zoo;
  private String address;

  @BeforeEach
  void start() throws Exception {
    rig = Rig.start("bad");
    address = Rig.address();
    zoo = Zoo.member(rig.namespace, address);
  }

  @AfterEach
  void stop() throws Exception {
    rig.close();
    zoo.close();
  }

  @Test
  void anUnknownEnsembleIsSaidUntilItIsThereAndSoIsOneThatIsDeletedWhileUsed() throws Exception {
    rig.service("a", "{ensemble: {name: zk}, nerve: {port: 8080}, synapse: {port: 3213}}");
    rig.awaitCondition("a", "Ready", "False EnsembleNotFound");
    assertThat(rig.events.has("SmartService/a", "EnsembleNotFound")).isTrue();
    String files = rig.fingerprint("smartstack-a");
    assertThat(rig.awaitConfigMap("smartstack-a").getData().get(Files.NERVE))
        .contains("zk-client." + rig.namespace + ".svc.cluster.local:2181");

    zoo.register("a", "vm-1", "127.72.0.1");
    member("zk-0");
    ensemble();
    rig.awaitCondition("a", "Ready", "True Serving");
    rig.until("a", it -> Objects.equals(it.up(), 1));

    rig.admin.resources(ZooKeeperEnsemble.class).inNamespace(rig.namespace).withName("zk").delete();
    rig.awaitCondition("a", "Ready", "False EnsembleNotFound");
    assertThat(rig.status("a").up()).isEqualTo(1);
    assertThat(rig.fingerprint("smartstack-a")).isEqualTo(files);
    assertThat(rig.events.count("EnsembleNotFound")).isEqualTo(2);
  }

  @Test
  void anEnsembleThatStopsAnsweringIsSaidAndTheLastNumbersStay() throws Exception {
    member("zk-0");
    ensemble();
    rig.service("a", "{ensemble: {name: zk}, nerve: {port: 8080}, synapse: {port: 3213}}");
    zoo.register("a", "vm-1", "127.72.0.1");
    rig.awaitCondition("a", "Ready", "True Serving");
    zoo.stop();
    rig.awaitCondition("a", "Ready", "Unknown RegistryUnreachable");
    assertThat(rig.status("a").up()).isEqualTo(1);
    zoo.start();
    rig.awaitCondition("a", "Degraded", "False AsWanted");
  }

  @Test
  void aConfigMapOfSomebodyElseIsNeitherOverwrittenNorOwned() {
    rig.apply(
        """
        apiVersion: v1
        kind: List
        items:
        - apiVersion: v1
          kind: ConfigMap
          metadata: {name: smartstack-a, namespace: %s}
          data: {precious: "yes"}
        """
            .formatted(rig.namespace));
    rig.service("a", spec("nerve: {port: 8080}, synapse: {port: 3213}"));
    rig.awaitCondition("a", "Ready", "False NameTaken");
    assertThat(rig.events.has("SmartService/a", "NameTaken")).isTrue();
    var theirs = rig.awaitConfigMap("smartstack-a");
    assertThat(theirs.getData()).isEqualTo(Map.of("precious", "yes"));
    assertThat(theirs.getMetadata().getOwnerReferences()).isEmpty();
    rig.admin.resource(theirs).delete();
    rig.service("a", spec("nerve: {port: 8081}, synapse: {port: 3213}"));
    rig.awaitCondition("a", "Ready", "False NoPods");
  }

  @Test
  void filesThatTheApiServerRefusesAreSaidAndWrittenOnceItTakesThem() {
    rig.service("first", spec("nerve: {port: 8080}, synapse: {port: 3213}"));
    rig.awaitConfigMap("smartstack-first");
    rig.apply(
        """
        apiVersion: v1
        kind: List
        items:
        - apiVersion: v1
          kind: ResourceQuota
          metadata: {name: full, namespace: %s}
          spec: {hard: {count/configmaps: "1"}}
        """
            .formatted(rig.namespace));
    var quota = rig.admin.resourceQuotas().inNamespace(rig.namespace).withName("full");
    soon()
        .untilAsserted(
            () -> assertThat(quota.get().getStatus().getUsed()).containsKey("count/configmaps"));

    rig.service("a", spec("nerve: {port: 8080}, synapse: {port: 3213}"));
    rig.awaitCondition("a", "Ready", "False WriteRefused");
    assertThat(Rig.message(rig.status("a"), "Degraded")).contains("quota");
    assertThat(rig.events.has("SmartService/a", "WriteRefused")).isTrue();

    quota.delete();
    rig.awaitCondition("a", "Ready", "False NoPods");
    assertThat(rig.awaitConfigMap("smartstack-a").getData()).containsKey(Files.NERVE);
  }

  @Test
  void aPortClashCostsTheSecondUseAlone() {
    rig.service("b", spec("synapse: {port: 3220}"));
    rig.service("c", spec("synapse: {port: 3220}"));
    rig.service("a", spec("nerve: {port: 8080}, uses: [{name: b}, {name: c}]"));
    rig.awaitCondition("a", "Degraded", "True PortClash");
    assertThat(rig.events.has("SmartService/a", "PortClash")).isTrue();
    assertThat(Rig.message(rig.status("a"), "Degraded")).contains("3220");
    assertThat(rig.awaitConfigMap("smartstack-a").getData().get(Files.SYNAPSE))
        .contains("\"b\"")
        .doesNotContain("\"c\"");
    rig.service("c", spec("synapse: {port: 3221}"));
    rig.awaitCondition("a", "Degraded", "False AsWanted");
    soon()
        .untilAsserted(() ->
            assertThat(rig.awaitConfigMap("smartstack-a").getData().get(Files.SYNAPSE))
                .contains("\"c\""));
  }

  @Test
  void aUsedServiceThatIsDeletedKeepsItsSectionAndIsSaid() {
    rig.service("b", spec("synapse: {port: 3220}"));
    rig.service("a", spec("nerve: {port: 8080}, uses: [{name: b}]"));
    rig.awaitCondition("a", "Degraded", "False AsWanted");
    String files = rig.fingerprint("smartstack-a");
    delete("b");
    rig.awaitCondition("a", "Degraded", "True UsedServiceMissing");
    assertThat(rig.events.has("SmartService/a", "UsedServiceMissing")).isTrue();
    assertThat(rig.fingerprint("smartstack-a")).isEqualTo(files);
  }

  @Test
  void aLabelThatNamesAMissingServiceIsToldToThePodWhichCountsAsMissedLater() {
    rig.run(rig.pod("lost-1", "lost", false));
    soon().until(() -> rig.events.has("Pod/lost-1", "SmartServiceMissing"));
    rig.service("lost", spec("nerve: {port: 8080}"));
    rig.until("lost", it -> List.of("lost-1").equals(it.missed()));
    rig.awaitCondition("lost", "Injected", "False PodsMissed");
    assertThat(rig.events.has("SmartService/lost", "PodsMissed")).isTrue();
  }

  @Test
  void aServiceThatIsDeletedWhilePodsRunTellsThePodsAndBreaksNothingElse() {
    rig.service("a", spec("nerve: {port: 8080}"));
    rig.service("other", spec("nerve: {port: 8080}"));
    rig.fingerprint("smartstack-a");
    String files = rig.fingerprint("smartstack-other");
    Pod pod = rig.run(rig.pod("a-1", "a", true));
    rig.until("a", it -> Objects.equals(it.pods(), 1));
    delete("a");
    soon().until(() -> rig.events.has("Pod/a-1", "SmartServiceDeleted"));
    soon().until(() -> rig.configMap("smartstack-a") == null);
    assertThat(rig.admin.resource(pod).get()).isNotNull();
    assertThat(rig.fingerprint("smartstack-other")).isEqualTo(files);

    rig.service("a", spec("nerve: {port: 8080}"));
    rig.until("a", it -> Objects.equals(it.pods(), 1));
    rig.fingerprint("smartstack-a");
  }

  private void delete(String service) {
    rig.admin.resources(SmartService.class).inNamespace(rig.namespace).withName(service).delete();
  }

  private String spec(String fields) {
    return "{ensemble: %s, %s}".formatted(zoo.hosts(), fields);
  }

  private void member(String name) {
    Pod pod =
        new PodBuilder(rig.pod(name, "none", false))
            .editMetadata()
            .withLabels(Map.of("smartstack.io/ensemble", "zk"))
            .endMetadata()
            .build();
    Pod made = rig.admin.resource(pod).create();
    rig.kubelet.bind(made, "node-1");
    rig.kubelet.ready(made, address);
  }

  private void ensemble() {
    ZooKeeperEnsemble ensemble = new ZooKeeperEnsemble();
    ensemble.setMetadata(
        new ObjectMetaBuilder().withNamespace(rig.namespace).withName("zk").build());
    ensemble.setSpec(Serialization.unmarshal("{}", ZooKeeperEnsembleSpec.class));
    ZooKeeperEnsemble made = rig.admin.resource(ensemble).create();
    Condition ready =
        new ConditionBuilder()
            .withType("Ready")
            .withStatus("True")
            .withReason("Serving")
            .withMessage("It serves.")
            .withLastTransitionTime("2030-01-01T00:00:00Z")
            .build();
    made.setStatus(
        new ZooKeeperEnsembleStatus(
            null, null, null, null, null, null, null, null, null, List.of(ready)));
    rig.admin.resource(made).updateStatus();
  }
}
