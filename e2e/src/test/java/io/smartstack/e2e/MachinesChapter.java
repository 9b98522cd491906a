// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Played("A machine is lost")
@Order(100)
final class MachinesChapter {

  private static final Duration SOON = Duration.ofSeconds(60);

  /**
   * Calls whose answer the machine owed when it went: nobody can know whether they were carried
   * out.
   */
  private static final int OWED = 3;

  private static final Duration STARTED = Duration.ofMinutes(2);

  /** Nothing comes in and nothing gets out, and nobody is told. */
  private static final String CUT =
      "docker exec %s sh -c 'iptables -t raw -I PREROUTING -i eth0 -j DROP && iptables -t mangle -I POSTROUTING -o eth0 -j DROP'";

  private static final String HEAL = CUT.replace(" -I ", " -D ");

  @Test
  @Order(1)
  @DisplayName("a machine of service-a crashes and is started again")
  void aMachineCrashes(Scene scene) {
    scene.say("docker kill takes the power away.");
    lost(scene, "HAProxy's check", "docker kill %s", "docker start %s");
  }

  @Test
  @Order(2)
  @DisplayName("a machine of service-a is shut down and started again")
  void aMachineIsShutDown(Scene scene) {
    scene.say("docker stop has systemd end what runs, and takes the power away after ten seconds.");
    lost(scene, "its own Nerve, or HAProxy's check", "docker stop %s", "docker start %s");
  }

  @Test
  @Order(3)
  @DisplayName("a machine of service-a is cut off from the others, then healed")
  void aMachineIsCutOff(Scene scene) {
    lost(scene, "HAProxy's check", CUT, HEAL);
  }

  private static void lost(Scene scene, String who, String breaking, String mending) {
    Machines.mustBeDocker(scene.cluster());
    String pod = scene.cluster().podOn("service-a", "service_a_node_1").getMetadata().getName();
    String node = scene.cluster().node("service_a_node_1");
    Callers caller = scene.stage().caller();
    scene.traffic();
    try {
      scene.deed(breaking.formatted(node));
      scene.noticed(who, "it is no longer called", SOON, () -> !caller.called().contains(pod));
      scene.await(
          "its znode is gone with its session",
          SOON,
          () -> caller.servers("service-a").stream().noneMatch(it -> it.name().equals(pod)));
    } finally {
      scene.deed(mending.formatted(node));
    }
    scene.recovered("it is called again", STARTED, () -> caller.called().contains(pod));
    scene.lost(OWED);
  }

  @Test
  @Order(4)
  @DisplayName("the machine of ZooKeeper's leader crashes and is started again")
  void theLeadersMachineCrashes(Scene scene) {
    Machines.mustBeDocker(scene.cluster());
    String leader = leader(scene);
    String node =
        Objects.requireNonNull(
                scene
                    .cluster()
                    .client()
                    .pods()
                    .inNamespace(Cluster.NAMESPACE)
                    .withName(leader)
                    .get())
            .getSpec()
            .getNodeName();
    scene.say(leader + " leads, on " + node);
    scene.traffic();
    try {
      scene.deed("docker kill " + node);
      scene.noticed(
          "ZooKeeper", "another one leads", SOON, () -> !leader(scene).matches(leader + "|nobody"));
    } finally {
      scene.deed("docker start " + node);
    }
    scene.recovered(
        "three of three serve",
        STARTED,
        () -> {
          var ensemble = scene.cluster().ensemble();
          return ensemble != null
              && ensemble.getStatus() != null
              && "3/3".equals(ensemble.getStatus().ready());
        });
    scene.lost(0);
  }

  private static String leader(Scene scene) {
    var ensemble = scene.cluster().ensemble();
    return ensemble == null || ensemble.getStatus() == null
        ? "nobody"
        : Objects.requireNonNullElse(ensemble.getStatus().leader(), "nobody");
  }
}
