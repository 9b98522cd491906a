// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What of the application's own would be broken by the sidecar, or would break it. */
final class Clashes {

  private static final Set<String> CONTAINERS = Set.of(Words.HAPROXY, Words.SMARTSTACK);
  private static final Set<String> VOLUMES = Set.of(Words.RUN_VOLUME, Words.CONFIG_VOLUME);

  private Clashes() {}

  /** The first that is found, in words. */
  static Optional<String> in(Pod pod) {
    return Stream.of(containerName(pod), volumeName(pod), port(pod))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> containerName(Pod pod) {
    return containers(pod)
        .map(Container::getName)
        .filter(CONTAINERS::contains)
        .findFirst()
        .map("the application has a container %s of its own"::formatted);
  }

  private static Optional<String> volumeName(Pod pod) {
    return pod.getSpec().getVolumes().stream()
        .map(Volume::getName)
        .filter(VOLUMES::contains)
        .findFirst()
        .map("the application has a volume %s of its own"::formatted);
  }

  private static Optional<String> port(Pod pod) {
    return containers(pod)
        .filter(container ->
            container.getPorts().stream()
                .anyMatch(port -> Integer.valueOf(Words.PORT).equals(port.getContainerPort())))
        .findFirst()
        .map(container ->
            "container %s has port %d, where the sidecar answers"
                .formatted(container.getName(), Words.PORT));
  }

  private static Stream<Container> containers(Pod pod) {
    return Stream.concat(
        pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream());
  }
}
