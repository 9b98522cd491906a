// SPDX-License-Identifier: Apache-2.0
package io.smartstack.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServerIT {

  private final ApiServer server = ApiServer.shared();
  private final KubernetesClient admin = server.admin();
  private final Kubelet kubelet = new Kubelet(admin);

  @Test
  void aDeploymentMakesAPodAndIsAvailableWhenTheKubeletSaysSo() {
    String namespace = server.newNamespace("deployment");
    admin.resource(deployment(namespace)).create();
    Pod pod = soon().until(() -> pods(namespace), pods -> pods.size() == 1).getFirst();
    assertThat(pod.getStatus().getPhase()).isEqualTo("Pending");

    kubelet.node("node-of-" + namespace, Map.of("topology.kubernetes.io/zone", "a"));
    kubelet.bind(pod, "node-of-" + namespace);
    Pod ready = kubelet.ready(pod, "127.0.1.1");

    assertThat(ready.getSpec().getNodeName()).isEqualTo("node-of-" + namespace);
    assertThat(ready.getStatus().getPodIPs()).hasSize(1);
    soon().until(() -> available(namespace) == 1);
    kubelet.unready(pod);
    soon().until(() -> available(namespace) == 0);
  }

  @Test
  void aBoundPodThatIsDeletedStaysUntilTheKubeletHasEndedIt() {
    String namespace = server.newNamespace("deletion");
    admin.resource(deployment(namespace)).create();
    Pod pod = soon().until(() -> pods(namespace), pods -> pods.size() == 1).getFirst();
    kubelet.bind(pod, "nowhere");
    kubelet.ready(pod, "127.0.1.2");

    admin.resource(pod).delete();

    Pod leaving = admin.resource(pod).require();
    assertThat(leaving.getMetadata().getDeletionTimestamp()).isNotNull();
    assertThat(kubelet.terminated(leaving).getStatus().getPhase()).isEqualTo("Succeeded");
    kubelet.delete(leaving);
    assertThat(admin.resource(pod).get()).isNull();
  }

  @Test
  void aServiceAccountMayDoNothingThatNobodyAllowedIt() {
    String namespace = server.newNamespace("rbac");
    admin.resource(account(namespace)).create();
    try (KubernetesClient client = server.clientFor(namespace, "nobody")) {
      assertThatThrownBy(() -> client.configMaps().inNamespace(namespace).list())
          .asInstanceOf(type(KubernetesClientException.class))
          .returns(403, KubernetesClientException::getCode);
    }
  }

  @Test
  void theAuditLogHasExactlyTheWritesThatWereMade() {
    String namespace = server.newNamespace("audit");
    admin.resource(account(namespace)).create();
    AuditLog.Mark mark = server.audit().mark();

    var map = new ConfigMapBuilder().withNewMetadata().withNamespace(namespace).withName("a");
    admin.resource(map.endMetadata().build()).create();
    admin.configMaps().inNamespace(namespace).withName("a").get();
    admin.configMaps().inNamespace(namespace).list();
    admin.configMaps().inNamespace(namespace).withName("a").delete();
    String user = "system:serviceaccount:" + namespace + ":nobody";
    try (KubernetesClient client = server.clientFor(namespace, "nobody")) {
      assertThatThrownBy(() -> client.configMaps().inNamespace(namespace).withName("b").delete())
          .isInstanceOf(KubernetesClientException.class);
    }

    List<AuditLog.Write> writes =
        soon()
            .until(
                () ->
                    server.audit().writesSince(mark).stream()
                        .filter(it -> it.namespace().equals(namespace))
                        .filter(it -> it.user().equals("admin") || it.user().equals(user))
                        .toList(),
                it -> it.size() >= 4);
    assertThat(writes)
        .extracting(
            AuditLog.Write::verb,
            AuditLog.Write::user,
            AuditLog.Write::resource,
            AuditLog.Write::name,
            AuditLog.Write::subresource,
            AuditLog.Write::code)
        .containsExactly(
            tuple("create", "admin", "configmaps", "a", "", 201),
            tuple("delete", "admin", "configmaps", "a", "", 200),
            tuple("create", "admin", "serviceaccounts", "nobody", "token", 201),
            tuple("delete", user, "configmaps", "b", "", 403));
    assertThat(server.audit().writesSince(server.audit().mark()))
        .noneMatch(it -> it.namespace().equals(namespace) && it.user().equals("admin"));
  }

  @Test
  void kubectlAndHelmAreTheRealOnes(@TempDir Path directory) throws Exception {
    String namespace = server.newNamespace("tools");
    Path templates = Files.createDirectories(directory.resolve("chart/templates"));
    Files.writeString(
        directory.resolve("chart/Chart.yaml"), "apiVersion: v2\nname: chart\nversion: 0.1.0\n");
    Files.writeString(
        templates.resolve("map.yaml"),
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: from-helm}\n");

    server.helm("install", "release", directory.resolve("chart").toString(), "-n", namespace);

    assertThat(server.kubectl("get", "configmaps", "-n", namespace, "-o", "name"))
        .contains("configmap/from-helm");
    assertThatThrownBy(() -> server.kubectl("get", "pod", "none", "-n", namespace))
        .asInstanceOf(type(CommandFailedException.class))
        .returns(1, CommandFailedException::status)
        .satisfies(it -> assertThat(it.stderr()).contains("NotFound"));
  }

  private static ServiceAccount account(String namespace) {
    return new ServiceAccountBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("nobody")
        .endMetadata()
        .build();
  }

  private List<Pod> pods(String namespace) {
    return admin.pods().inNamespace(namespace).list().getItems();
  }

  private int available(String namespace) {
    Integer available =
        admin
            .apps()
            .deployments()
            .inNamespace(namespace)
            .withName("app")
            .require()
            .getStatus()
            .getAvailableReplicas();
    return available == null ? 0 : available;
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(100));
  }

  private static Deployment deployment(String namespace) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("app")
        .endMetadata()
        .withNewSpec()
        .withReplicas(1)
        .withNewSelector()
        .addToMatchLabels("app", "app")
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "app")
        .endMetadata()
        .withNewSpec()
        .addNewInitContainer()
        .withName("sidecar")
        .withImage("sidecar:1")
        .withRestartPolicy("Always")
        .endInitContainer()
        .addNewInitContainer()
        .withName("before")
        .withImage("before:1")
        .endInitContainer()
        .addNewContainer()
        .withName("app")
        .withImage("app:1")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
