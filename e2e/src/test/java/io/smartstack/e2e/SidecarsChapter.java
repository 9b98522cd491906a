// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Played("Synapse, Nerve and HAProxy crash")
@Order(50)
final class SidecarsChapter {

  private static final Duration SOON = Duration.ofSeconds(150);
  private static final String JVM = "smartstack";
  private static final String ZNODES =
      "kubectl exec zookeeper-0 -- zkCli.sh ls /nerve/services/service-a.default/services 2>/dev/null | tail -1";

  /**
   * Three seconds of calls, and those that were open: a busy kubelet or kernel may take so long.
   */
  private static final int GAP = 3 * 130 + 20;

  @BeforeEach
  void docker(Scene scene) {
    Machines.mustBeDocker(scene.cluster());
  }

  @Test
  @Order(1)
  @DisplayName("the caller's sidecar (Synapse and Nerve) is killed: HAProxy goes on")
  void theCallersSidecar(Scene scene) {
    Pod pod = scene.stage().caller().pod();
    String haproxy = scene.stage().caller().status().at("/synapse/haproxy/pid").asText();
    scene.traffic();
    killed(scene, pod);
    scene.recovered(
        "the new one is ready, and its HAProxy calls both",
        SOON,
        () -> ready(scene, "caller") && scene.stage().caller().called().size() == 2);
    JsonNode now = scene.stage().caller().status().at("/synapse/haproxy");
    scene.verdict(
        "it took over the HAProxy that was there, without a reload",
        now.path("pid").asText().equals(haproxy) && now.path("reloads").asInt() == 0);
    scene.lost(0);
  }

  @Test
  @Order(2)
  @DisplayName("a provider's sidecar is killed: its registration stands for as long as its session")
  void aProvidersSidecar(Scene scene) {
    Pod pod = scene.cluster().podOn("service-a", "service_a_node_1");
    String before = scene.see(ZNODES);
    scene.traffic();
    killed(scene, pod);
    scene.recovered(
        "the new one is ready",
        SOON,
        () -> scene.cluster().pods("service-a").stream().filter(Cluster::ready).count() == 2);
    scene.verdict("the same znodes stand", scene.see(ZNODES).equals(before));
    scene.lost(0);
  }

  @Test
  @Order(3)
  @DisplayName("HAProxy is killed in the caller's pod: its container starts it again")
  void haproxy(Scene scene) {
    String before = scene.see(ZNODES);
    int was = scene.stage().caller().status().at("/synapse/haproxy/pid").asInt();
    scene.traffic();
    scene.deed("kubectl exec deployment/caller -c haproxy -- pkill -9 -x haproxy");
    scene.noticed(
        "its container",
        "another HAProxy serves",
        SOON,
        () -> {
          JsonNode now = scene.stage().caller().status().at("/synapse/haproxy");
          return now.path("running").asBoolean() && now.path("pid").asInt() != was;
        });
    scene.recovered("it calls both", SOON, () -> scene.stage().caller().called().size() == 2);
    scene.see(
        "kubectl logs deployment/caller -c smartstack --since=1m | grep -i haproxy | tail -3");
    // Nobody listens until the new one does: calls of that gap are lost, and those that were open.
    Calls calls = scene.lost(GAP);
    scene.say("calls failed for %.2f s".formatted(calls.failingForSeconds()));
    scene.verdict("the znodes are the same", scene.see(ZNODES).equals(before));
  }

  /** Kills the JVM of Nerve and Synapse; its kubelet notices. */
  private static void killed(Scene scene, Pod pod) {
    Containers containers = new Containers(scene.cluster(), pod);
    int restarts = containers.restarts(JVM);
    scene.deed(Machines.kill(pod, JVM));
    scene.noticed(
        "the kubelet",
        "the kubelet has started it again",
        SOON,
        () -> containers.runsAgain(JVM, restarts + 1));
  }

  private static boolean ready(Scene scene, String app) {
    return scene.cluster().pods(app).stream().anyMatch(Cluster::ready);
  }
}
