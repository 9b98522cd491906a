// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Played("Pods come and go as planned")
@Order(60)
final class RolloutsChapter {

  private static final Duration SOON = Duration.ofMinutes(3);
  private static final int MORE = 5;

  @Test
  @Order(1)
  @DisplayName("a rolling update of service_a")
  void rollingUpdate(Scene scene) {
    List<String> before = scene.stage().caller().called();
    scene.traffic();
    scene.deed("kubectl rollout restart deployment/service-a");
    scene.noticed(
        "HAProxy",
        "the first new pod is called",
        SOON,
        () -> !before.containsAll(scene.stage().caller().called()));
    scene.see("kubectl rollout status deployment/service-a --timeout=3m | tail -1");
    scene.recovered(
        "two new pods are called, and nobody else",
        SOON,
        () -> {
          List<String> now = scene.stage().caller().called();
          return now.size() == 2 && Collections.disjoint(now, before);
        });
    scene.lost(0);
  }

  @Test
  @Order(2)
  @DisplayName("service_a is scaled from 2 to 5 pods, and back")
  void scaled(Scene scene) {
    scene.traffic();
    try {
      scene.deed("kubectl scale deployment/service-a --replicas=5");
      scene.noticed(
          "HAProxy", "five are called", SOON, () -> scene.stage().caller().called().size() == MORE);
      scene.see("kubectl get pods -l app=service-a -o wide; kubectl get smartservice service-a");
    } finally {
      scene.deed("kubectl scale deployment/service-a --replicas=2");
    }
    scene.recovered(
        "the two that stay are called, and nobody else",
        SOON,
        () ->
            scene.stage().caller().servers("service-a").size() == 2
                && scene.cluster().pods("service-a").size() == 2);
    bothMachines(scene);
    Calls calls = scene.lost(0);
    scene.verdict("all five have answered", calls.answeredBy().size() >= MORE);
  }

  /**
   * Kubernetes takes pods from the machine that has most of them, and may leave two on the other.
   */
  private static void bothMachines(Scene scene) {
    if (machines(scene) == 1) {
      String name = scene.cluster().pods("service-a").getFirst().getMetadata().getName();
      scene.deed("kubectl delete pod %s    # both are on one machine".formatted(name));
      scene.await(
          "one is called on each machine",
          SOON,
          () -> machines(scene) == 2 && scene.stage().caller().called().equals(ready(scene)));
    }
  }

  private static long machines(Scene scene) {
    return scene.cluster().pods("service-a").stream()
        .map(pod -> pod.getSpec().getNodeName())
        .distinct()
        .count();
  }

  private static List<String> ready(Scene scene) {
    return scene.cluster().pods("service-a").stream()
        .filter(Cluster::ready)
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  @Test
  @Order(3)
  @DisplayName("a machine of service_a is drained, and given back")
  void drained(Scene scene) {
    String node = scene.cluster().node("service_a_node_1");
    String name = scene.cluster().podOn("service-a", "service_a_node_1").getMetadata().getName();
    scene.traffic();
    try {
      scene.deed(
          "kubectl drain %s --ignore-daemonsets --delete-emptydir-data --timeout=3m"
              .formatted(node));
      scene.noticed(
          "HAProxy",
          "its pod is no longer called",
          SOON,
          () -> !scene.stage().caller().called().contains(name));
    } finally {
      scene.deed("kubectl uncordon " + node);
    }
    scene.recovered(
        "another pod on it is called", SOON, () -> scene.stage().caller().called().size() == 2);
    scene.lost(0);
  }
}
