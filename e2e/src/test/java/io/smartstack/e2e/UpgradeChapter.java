// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Played("Install and upgrade")
@Order(20)
final class UpgradeChapter {

  private static final String VALUES =
      " --namespace smartstack --reset-then-reuse-values --wait --timeout 3m";
  private static final String DEFAULT_ADDRESS =
      "kubectl get crd smartservices.smartstack.io -o json | grep -o 'port that names none. Default: [a-z0-9.]*[a-z0-9]'";

  @Test
  @Order(1)
  @DisplayName("the chart is upgraded from the one before, definitions included")
  void fromTheChartBefore(Scene scene) {
    List<String> containers = containers(scene);
    scene.traffic();
    scene.deed("helm upgrade smartstack e2e/previous/smartstack-*.tgz" + VALUES);
    try {
      scene.verdict(
          "the definitions are the former ones",
          scene.see(DEFAULT_ADDRESS).contains("Default: localhost"));
    } finally {
      scene.deed("helm upgrade smartstack helm/smartstack" + VALUES);
    }
    scene.verdict(
        "the definitions are the present ones",
        scene.see(DEFAULT_ADDRESS).contains("Default: 127.0.0.1"));
    scene.verdict("no container of anybody was started anew", containers(scene).equals(containers));
    scene.recovered(
        "a pod that is made now gets its sidecar",
        Duration.ofMinutes(2),
        () ->
            Shell.attempt(
                        "kubectl run injected --image python:3-alpine --restart Never --dry-run=server -o yaml "
                            + "--labels smartstack.io/service=service-b | grep 'name: smartstack$'")
                    .status()
                == 0);
    scene.lost(0);
  }

  /** Every container of the examples' pods and the caller's. */
  private static List<String> containers(Scene scene) {
    return Stream.of("service-a", "service-b", "caller")
        .flatMap(app -> scene.cluster().pods(app).stream())
        .flatMap(pod -> Containers.of(pod).map(ContainerStatus::getContainerID))
        .sorted()
        .toList();
  }
}
