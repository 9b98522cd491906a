// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import static io.smartstack.operator.service.Rig.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.smartstack.apiserver.AuditLog;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepairIT {

  private static final String SPEC =
      "{ensemble: {hosts: [\"127.0.0.1:1\"]}, nerve: {port: 8080}, repair: restart}";

  private Rig rig;

  @BeforeEach
  void start() {
    rig = Rig.start("repair");
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void missedPodsAreEvictedOneAtATimeAndBarePodsAreNot() {
    twoMissedPods();
    rig.run(rig.pod("bare", "a", false));
    webhookWorks();
    AuditLog.Mark mark = rig.server.audit().mark();

    rig.service("a", SPEC);
    Pod first = soon().until(() -> pods(RepairIT::leaves), it -> it.size() == 1).getFirst();
    assertThat(rig.events.has("SmartService/a", "SidecarRepaired")).isTrue();
    rig.kubelet.delete(first);
    Pod replacement = newPod();
    assertThat(evictions(mark)).isEqualTo(1);
    ready(replacement);

    Pod second = soon().until(() -> pods(RepairIT::leaves), it -> it.size() == 1).getFirst();
    rig.kubelet.delete(second);
    ready(newPod());
    rig.until("a", it -> List.of("bare").equals(it.missed()));
    soon().until(() -> Rig.message(rig.status("a"), "Injected").contains("restart it yourself"));
    assertThat(evictions(mark)).isEqualTo(2);
  }

  @Test
  void aReplacementThatIsMissedAgainEndsTheRepair() {
    twoMissedPods();
    AuditLog.Mark mark = rig.server.audit().mark();
    rig.service("a", SPEC);
    Pod first = soon().until(() -> pods(RepairIT::leaves), it -> it.size() == 1).getFirst();
    rig.kubelet.delete(first);
    ready(newPod());
    soon()
        .until(() ->
            Rig.message(rig.status("a"), "Injected")
                .contains("Repair has stopped for ReplicaSet app"));
    assertThat(evictions(mark)).isEqualTo(1);
  }

  @Test
  void nothingIsEvictedWhileTheApiServerDoesNotReachTheWebhook() {
    twoMissedPods();
    webhookWorks();
    rig.reached.set(false);
    rig.service("a", SPEC);
    soon()
        .until(() ->
            Rig.message(rig.status("a"), "Injected").contains("doesn't reach the webhook now"));
    assertThat(pods(RepairIT::leaves)).isEmpty();
    rig.reached.set(true);
    soon().until(() -> pods(RepairIT::leaves).size() == 1);
  }

  @Test
  void aDisruptionBudgetIsRespectedAndTheEvictionTriedAgain() {
    var budget =
        rig.admin
            .resource(
                new PodDisruptionBudgetBuilder()
                    .withNewMetadata()
                    .withNamespace(rig.namespace)
                    .withName("app")
                    .endMetadata()
                    .withNewSpec()
                    .withNewMinAvailable(2)
                    .withNewSelector()
                    .addToMatchLabels("app", "app")
                    .endSelector()
                    .endSpec()
                    .build())
            .create();
    twoMissedPods();
    webhookWorks();
    soon()
        .until(() ->
            rig.admin.resource(budget).require().getStatus() != null
                && rig.admin.resource(budget).require().getStatus().getCurrentHealthy() == 2);
    rig.service("a", SPEC);
    soon().until(() -> Rig.message(rig.status("a"), "Injected").contains("PodDisruptionBudget"));
    assertThat(pods(RepairIT::leaves)).isEmpty();
    rig.admin.resource(budget).delete();
    soon().until(() -> pods(RepairIT::leaves).size() == 1);
  }

  private void twoMissedPods() {
    rig.admin
        .resource(
            new ReplicaSetBuilder()
                .withNewMetadata()
                .withNamespace(rig.namespace)
                .withName("app")
                .endMetadata()
                .withNewSpec()
                .withReplicas(2)
                .withNewSelector()
                .addToMatchLabels("app", "app")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", "app")
                .addToLabels("smartstack.io/service", "a")
                .endMetadata()
                .withNewSpec()
                .withContainers(container("app", null))
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
    soon().until(() -> pods(_ -> true).size() == 2);
    pods(_ -> true).forEach(this::ready);
  }

  /** From now on new pods have a sidecar; a ReplicaSet leaves those it has as they are. */
  private void webhookWorks() {
    var replicaSet = rig.admin.apps().replicaSets().inNamespace(rig.namespace).withName("app");
    // Again when the ReplicaSet's controller was quicker.
    soon()
        .ignoreExceptionsMatching(
            it -> it instanceof KubernetesClientException failed && failed.getCode() == 409)
        .until(() -> replicaSet.edit(RepairIT::withSidecar) != null);
  }

  private static ReplicaSet withSidecar(ReplicaSet it) {
    it.getSpec()
        .getTemplate()
        .getSpec()
        .setInitContainers(List.of(container("smartstack", "Always")));
    return it;
  }

  private static Container container(
      String name, @org.jspecify.annotations.Nullable String restartPolicy) {
    return new ContainerBuilder()
        .withName(name)
        .withImage(name + ":1")
        .withRestartPolicy(restartPolicy)
        .build();
  }

  private Pod newPod() {
    return soon()
        .until(() -> pods(it -> it.getSpec().getNodeName() == null), it -> it.size() == 1)
        .getFirst();
  }

  private void ready(Pod pod) {
    rig.kubelet.bind(pod, "node-1");
    rig.kubelet.ready(pod, Rig.address());
  }

  private static boolean leaves(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  private List<Pod> pods(Predicate<Pod> which) {
    return rig
        .admin
        .pods()
        .inNamespace(rig.namespace)
        .withLabel("app", "app")
        .list()
        .getItems()
        .stream()
        .filter(which)
        .toList();
  }

  private long evictions(AuditLog.Mark mark) {
    return rig.writesSince(mark).stream()
        .filter(it -> it.subresource().equals("eviction") && it.code() < 300)
        .count();
  }
}
