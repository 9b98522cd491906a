// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import io.smartstack.local.FourLetters;
import io.smartstack.local.Machine;
import io.smartstack.local.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * ZooKeeper dies: alone, as leader of three, all three. Between, the seed's step 5: one becomes
 * three.
 */
final class ZooKeeperCrashes {

  private static final String ALONE = "Step 4 - ZooKeeper crashed";
  private static final String CLUSTER = "Step 5 - A ZooKeeper cluster, and ZooKeeper crashed";
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final Duration SESSION = Duration.ofSeconds(8);

  private ZooKeeperCrashes() {}

  static List<Step> steps() {
    Failures none = new Failures.None();
    return List.of(
        new Step(
            ALONE, "The only ZooKeeper is killed and comes back", none, ZooKeeperCrashes::alone),
        new Step(
            CLUSTER,
            "One ZooKeeper becomes three, keeping its data",
            none,
            ZooKeeperCrashes::three),
        new Step(
            CLUSTER,
            "The leader of three is killed and comes back",
            none,
            ZooKeeperCrashes::leader),
        new Step(
            CLUSTER,
            "All three are killed for longer than the session",
            none,
            ZooKeeperCrashes::all));
  }

  private static void alone(Scene scene) throws StepFailed {
    Cast cast = scene.cast();
    Machine only = cast.zookeeper(1);
    List<String> before = cast.registrations();
    scene.kill(only, Role.ZOOKEEPER);
    scene.says(cast.node(1), Role.NERVE, "zk connection .*(DISCONNECTED|CONNECTING)", SOON);
    scene.noticed("Nerve has lost ZooKeeper");
    scene.see("service_b_node_1 haproxy", cast.seenByCaller().toString());
    scene.verdict(
        "both nodes stay in use", cast.inUse(cast.node(1)) && cast.inUse(cast.node(2)), "");
    scene.pass(Duration.ofSeconds(1));
    everybodyLives(scene);
    scene.deed(only, "zkServer.sh start", () -> cast.bringUp(only, Role.ZOOKEEPER));
    settled(scene, before);
  }

  private static void three(Scene scene) throws StepFailed {
    Cast cast = scene.cast();
    List<String> before = cast.registrations();
    scene.terminate(cast.zookeeper(1), Role.ZOOKEEPER);
    cast.ensembleOf(3);
    scene.say(
        "zookeeper1 has the data: it starts with one empty companion, so that it leads; the other joins them");
    scene.deed(
        cast.zookeeper(1),
        "zkServer.sh start    # zoo.cfg with server.1, server.2, server.3",
        () -> {
          cast.start(cast.zookeeper(1), Role.ZOOKEEPER);
          cast.bringUp(cast.zookeeper(2), Role.ZOOKEEPER);
        });
    scene.deed(
        cast.zookeeper(3),
        "zkServer.sh start",
        () -> cast.bringUp(cast.zookeeper(3), Role.ZOOKEEPER));
    Map<String, String> modes = modes(cast);
    modes.forEach((name, mode) -> scene.see(name + " zkServer.sh status", "Mode: " + mode));
    scene.verdict(
        "one leads, two follow",
        modes.values().stream().sorted().toList().equals(List.of("follower", "follower", "leader")),
        modes.toString());
    settled(scene, before);
  }

  private static void leader(Scene scene) throws StepFailed {
    Cast cast = scene.cast();
    List<String> before = cast.registrations();
    Machine leader = scene.awaitValue("somebody leads", SOON, () -> leading(cast));
    scene.kill(leader, Role.ZOOKEEPER);
    Machine next = scene.awaitValue("another leads", SOON, () -> leading(cast));
    scene.noticed(next.name() + " leads now");
    scene.await("ls answers", SOON, () -> !cast.registrations().isEmpty());
    scene.verdict(
        "registrations stand",
        cast.registrations().equals(before),
        cast.registrations().toString());
    scene.deed(leader, "zkServer.sh start", () -> cast.bringUp(leader, Role.ZOOKEEPER));
    String mode = FourLetters.mode(leader.address()).orElse("none");
    scene.see(leader.name() + " zkServer.sh status", "Mode: " + mode);
    scene.verdict("the revived one follows", mode.equals("follower"), mode);
    settled(scene, before);
  }

  private static void all(Scene scene) throws StepFailed {
    Cast cast = scene.cast();
    List<String> before = cast.registrations();
    cast.zookeepers().forEach(server -> scene.kill(server, Role.ZOOKEEPER));
    scene.says(cast.caller(), Role.SYNAPSE, "zk connection .*(DISCONNECTED|CONNECTING)", SOON);
    scene.noticed("Synapse has lost ZooKeeper");
    scene.say(
        "sessions are asked to last 32 s; here ZooKeeper grants %d s (maxSessionTimeout), and stays away longer"
            .formatted(SESSION.toSeconds()));
    scene.pass(SESSION.plusSeconds(2));
    scene.see("service_b_node_1 haproxy", cast.seenByCaller().toString());
    scene.verdict(
        "both nodes stay in use", cast.inUse(cast.node(1)) && cast.inUse(cast.node(2)), "");
    everybodyLives(scene);
    scene.deed(
        cast.zookeeper(1),
        "zkServer.sh start    # and on zookeeper2, zookeeper3",
        () -> {
          cast.zookeepers().forEach(server -> cast.start(server, Role.ZOOKEEPER));
          cast.zookeepers().forEach(server -> cast.bringUp(server, Role.ZOOKEEPER));
        });
    settled(scene, before);
  }

  private static void everybodyLives(Scene scene) {
    Cast cast = scene.cast();
    for (Machine machine : List.of(cast.node(1), cast.node(2), cast.caller())) {
      scene.verdict(
          "Nerve and Synapse of " + machine.name() + " live",
          machine.pid(Role.NERVE).isPresent() && machine.pid(Role.SYNAPSE).isPresent(),
          "");
    }
  }

  private static void settled(Scene scene, List<String> before) throws StepFailed {
    Cast cast = scene.cast();
    scene.await(
        "both nodes are registered once",
        SOON,
        () -> {
          List<String> now = cast.registrations();
          return now.size() == 2 && cast.registered(cast.node(1)) && cast.registered(cast.node(2));
        });
    scene.recovered("both registered: " + cast.registrations());
    scene.see("zkCli", "ls " + Cast.PATH + "\n" + cast.registrations());
    scene.say(
        cast.registrations().equals(before) ? "the same znodes as before" : "before: " + before);
  }

  private static Map<String, String> modes(Cast cast) {
    return cast.zookeepers().stream()
        .collect(
            Collectors.toMap(
                Machine::name,
                server -> FourLetters.mode(server.address()).orElse("none"),
                (a, b) -> a,
                java.util.TreeMap::new));
  }

  private static Optional<Machine> leading(Cast cast) {
    return cast.zookeepers().stream()
        .filter(server -> server.pid(Role.ZOOKEEPER).isPresent())
        .filter(server -> FourLetters.mode(server.address()).filter("leader"::equals).isPresent())
        .findFirst();
  }
}
