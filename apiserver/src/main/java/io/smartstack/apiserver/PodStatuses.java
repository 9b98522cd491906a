// SPDX-License-Identifier: Apache-2.0
package io.smartstack.apiserver;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a kubelet writes into a status, from what it would have seen. */
final class PodStatuses {

  private static final String HOST = "127.0.0.1";

  private PodStatuses() {}

  static Node ready(Node node) {
    return new NodeBuilder(node)
        .editOrNewStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .withReason("KubeletReady")
        .withLastTransitionTime(now())
        .withLastHeartbeatTime(now())
        .endCondition()
        .endStatus()
        .build();
  }

  static Pod running(Pod pod, @Nullable String podIp, boolean ready) {
    ContainerState running =
        new ContainerStateBuilder().withNewRunning().withStartedAt(now()).endRunning().build();
    var builder =
        new PodBuilder(pod)
            .editOrNewStatus()
            .withPhase("Running")
            .withStartTime(now())
            .withHostIP(HOST)
            .withConditions(conditions(pod, ready))
            .withInitContainerStatuses(
                pod.getSpec().getInitContainers().stream()
                    .map(it -> sidecar(it) ? status(it, running, ready) : ended(it))
                    .toList())
            .withContainerStatuses(
                pod.getSpec().getContainers().stream()
                    .map(it -> status(it, running, ready))
                    .toList());
    if (podIp != null) {
      builder.withPodIP(podIp).withPodIPs().addNewPodIP(podIp);
    }
    return builder.endStatus().build();
  }

  static Pod terminated(Pod pod) {
    return new PodBuilder(pod)
        .editOrNewStatus()
        .withPhase("Succeeded")
        .withConditions(conditions(pod, false))
        .withInitContainerStatuses(
            pod.getSpec().getInitContainers().stream().map(PodStatuses::ended).toList())
        .withContainerStatuses(
            pod.getSpec().getContainers().stream().map(PodStatuses::ended).toList())
        .endStatus()
        .build();
  }

  private static boolean sidecar(Container container) {
    return "Always".equals(container.getRestartPolicy());
  }

  private static ContainerStatus ended(Container container) {
    ContainerState state =
        new ContainerStateBuilder()
            .withNewTerminated()
            .withExitCode(0)
            .withReason("Completed")
            .withFinishedAt(now())
            .endTerminated()
            .build();
    return status(container, state, !sidecar(container));
  }

  private static ContainerStatus status(Container container, ContainerState state, boolean ready) {
    return new ContainerStatusBuilder()
        .withName(container.getName())
        .withImage(container.getImage())
        .withImageID(container.getImage())
        .withState(state)
        .withReady(ready)
        .withStarted(state.getRunning() != null)
        .withRestartCount(0)
        .build();
  }

  /** A condition that stays as it was keeps its time. */
  private static List<PodCondition> conditions(Pod pod, boolean ready) {
    return List.of(
        condition(pod, "PodScheduled", true),
        condition(pod, "Initialized", true),
        condition(pod, "ContainersReady", ready),
        condition(pod, "Ready", ready));
  }

  private static PodCondition condition(Pod pod, String type, boolean met) {
    String status = met ? "True" : "False";
    return pod.getStatus().getConditions().stream()
        .filter(it -> it.getType().equals(type) && it.getStatus().equals(status))
        .findFirst()
        .orElseGet(() ->
            new PodConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withLastTransitionTime(now())
                .build());
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
