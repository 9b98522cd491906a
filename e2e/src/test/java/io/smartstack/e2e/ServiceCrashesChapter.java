// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Played("Step 4: a service crashes")
@Order(40)
final class ServiceCrashesChapter {

  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  @Order(1)
  @DisplayName("one of two applications is killed and started again")
  void oneOfTwo(Scene scene) {
    Machines.mustBeDocker(scene.cluster());
    Pod pod = scene.cluster().podOn("service-a", "service_a_node_1");
    String name = pod.getMetadata().getName();
    scene.traffic();
    scene.deed(Machines.kill(pod, "http"));
    scene.noticed(
        "HAProxy's check",
        "it is no longer called",
        SOON,
        () -> !scene.stage().caller().called().contains(name));
    scene.recovered(
        "it is called again", SOON, () -> scene.stage().caller().called().contains(name));
    scene.lost(0);
  }
}
