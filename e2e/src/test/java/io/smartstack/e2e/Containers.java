// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The containers of one pod, as the kubelet tells of them now. */
final class Containers {

  private final Cluster cluster;
  private final String pod;

  Containers(Cluster cluster, Pod pod) {
    this.cluster = cluster;
    this.pod = pod.getMetadata().getName();
  }

  /** What is told of every container of a pod, sidecars first. */
  static Stream<ContainerStatus> of(Pod pod) {
    return Stream.concat(
        pod.getStatus().getInitContainerStatuses().stream(),
        pod.getStatus().getContainerStatuses().stream());
  }

  /** How often the kubelet has started a container anew. */
  int restarts(String container) {
    return status(container).map(ContainerStatus::getRestartCount).orElse(0);
  }

  boolean running(String container) {
    return status(container).map(it -> it.getState().getRunning() != null).orElse(false);
  }

  /** Whether the kubelet has started a container so many times and it runs. */
  boolean runsAgain(String container, int restarts) {
    return restarts(container) >= restarts && running(container);
  }

  /** The command that ends every process of a container at once. */
  String kill(String container) {
    return Machines.kill(now(), container);
  }

  private Optional<ContainerStatus> status(String container) {
    return of(now()).filter(it -> it.getName().equals(container)).findFirst();
  }

  private Pod now() {
    return Objects.requireNonNull(
        cluster.client().pods().inNamespace(Cluster.NAMESPACE).withName(pod).get(), pod);
  }
}
