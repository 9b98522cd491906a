// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import io.smartstack.local.Machine;
import io.smartstack.local.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Nerve dies; the service it watches goes on. */
final class NerveCrashes {

  private static final String CHAPTER = "Step 4 - Nerve crashed";
  private static final Duration SOON = Duration.ofSeconds(30);

  private NerveCrashes() {}

  static List<Step> steps() {
    Failures none = new Failures.None();
    return List.of(
        new Step(
            CHAPTER,
            "SIGTERM on both nodes: previous backends, still called",
            none,
            NerveCrashes::stopped),
        new Step(
            CHAPTER,
            "kill -9 and back within the session: the same znode",
            none,
            NerveCrashes::restarted),
        new Step(
            CHAPTER,
            "kill -9 and gone: the znode goes with the session",
            none,
            NerveCrashes::gone));
  }

  private static void stopped(Scene scene) throws StepFailed {
    Cast cast = scene.cast();
    List<Machine> nodes = List.of(cast.node(1), cast.node(2));
    nodes.forEach(node -> scene.terminate(node, Role.NERVE));
    scene.says(cast.node(1), Role.NERVE, "nerve: reaping all watchers", SOON);
    scene.says(cast.node(1), Role.NERVE, "ending service watch", SOON);
    scene.says(cast.node(1), Role.NERVE, "removing zk node at", SOON);
    scene.says(cast.node(1), Role.NERVE, "closing zk connection", SOON);
    scene.await("both are deregistered", SOON, () -> cast.registrations().isEmpty());
    scene.see("zkCli", "ls " + Cast.PATH + "\n" + cast.registrations());
    scene.says(cast.caller(), Role.SYNAPSE, "using (the )?previous backends", SOON);
    scene.noticed("Synapse keeps the previous backends");
    scene.verdict(
        "the services run on and are called",
        nodes.stream().allMatch(node -> node.pid(Role.SERVICE).isPresent())
            && nodes.stream().anyMatch(cast::inUse),
        cast.seenByCaller().toString());
    scene.pass(Duration.ofSeconds(1));
    nodes.forEach(
        node -> scene.deed(node, "nerve -c nerve.conf.json", () -> cast.start(node, Role.NERVE)));
    scene.await(
        "both are registered again",
        SOON,
        () -> cast.registered(cast.node(1)) && cast.registered(cast.node(2)));
    scene.await(
        "both are called", SOON, () -> cast.inUse(cast.node(1)) && cast.inUse(cast.node(2)));
    scene.recovered("ls: " + cast.registrations());
  }

  private static void restarted(Scene scene) throws StepFailed {
    Cast cast = scene.cast();
    Machine node = cast.node(1);
    List<String> before = cast.registrations();
    Znodes.Identity identity =
        scene.awaitValue("its znode can be read", SOON, () -> identity(cast, node));
    scene.kill(node, Role.NERVE);
    scene.deed(node, "nerve -c nerve.conf.json", () -> cast.bringUp(node, Role.NERVE));
    scene.says(node, Role.NERVE, "nerve: service simple_http_service is now up", SOON);
    scene.recovered("Nerve is back");
    scene.pass(Duration.ofSeconds(2));
    Optional<Znodes.Identity> now = identity(cast, node);
    scene.see("zkCli", "ls " + Cast.PATH + "\n" + cast.registrations());
    scene.verdict(
        "the same znodes, none twice",
        cast.registrations().equals(before),
        cast.registrations().toString());
    scene.verdict(
        "held by the same session since its birth",
        now.filter(identity::equals).isPresent(),
        now.map(Object::toString).orElse("gone"));
  }

  private static void gone(Scene scene) throws StepFailed {
    Cast cast = scene.cast();
    Machine node = cast.node(1);
    scene.kill(node, Role.NERVE);
    scene.pass(Duration.ofSeconds(1));
    scene.verdict(
        "the znode stands at first", cast.registered(node), cast.registrations().toString());
    scene.await(
        "the znode goes with the session (8 s here)",
        Duration.ofSeconds(30),
        () -> !cast.registrations().isEmpty() && !cast.registered(node));
    scene.await("service_b calls it no more", SOON, () -> !cast.inUse(node));
    scene.noticed("ls: " + cast.registrations());
    scene.deed(node, "nerve -c nerve.conf.json", () -> cast.start(node, Role.NERVE));
    ServiceCrashes.back(scene, node);
  }

  private static Optional<Znodes.Identity> identity(Cast cast, Machine node) {
    return cast.znodes()
        .paths(Cast.PATH)
        .filter(path -> path.startsWith(Cast.PATH + "/" + node.name() + "_"))
        .findFirst()
        .flatMap(cast.znodes()::identity);
  }
}
