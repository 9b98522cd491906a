// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import io.smartstack.local.Machine;
import io.smartstack.local.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** The service dies on one machine, on both, and is stopped with care. */
final class ServiceCrashes {

  private static final String CHAPTER = "Step 4 - Service crashed";
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration DRAINED = Duration.ofSeconds(20);
  private static final int UNAVAILABLE = 503;

  private ServiceCrashes() {}

  static List<Step> steps() {
    return List.of(
        new Step(
            CHAPTER,
            "kill -9 of one of two, under load",
            new Failures.OnlyBegun(),
            ServiceCrashes::one),
        new Step(
            CHAPTER,
            "Both are stopped by Ctrl-C: previous backends, DOWN, 503",
            new Failures.UntilMended("nobody is left to answer"),
            ServiceCrashes::both),
        new Step(
            CHAPTER,
            "One of two is stopped by SIGTERM with drain",
            new Failures.None(),
            ServiceCrashes::drained));
  }

  private static void one(Scene scene) throws StepFailed {
    Cast cast = scene.cast();
    Machine node = cast.node(1);
    scene.kill(node, Role.SERVICE);
    scene.says(node, Role.NERVE, "transitions to down after 3 failures", SOON);
    scene.await("it is deregistered", SOON, () -> !cast.registered(node));
    scene.await("service_b's HAProxy calls it no more", SOON, () -> !cast.inUse(node));
    scene.noticed("deregistered and no longer called");
    scene.see("zkCli", "ls " + Cast.PATH + "\n" + cast.registrations());
    scene.see("service_b_node_1 haproxy", cast.seenByCaller().toString());
    back(scene, node);
  }

  private static void both(Scene scene) throws StepFailed {
    Cast cast = scene.cast();
    List<Machine> nodes = List.of(cast.node(1), cast.node(2));
    nodes.forEach(node ->
        scene.deed(
            node,
            "^C    # the service",
            () -> node.stop(Role.SERVICE, io.smartstack.local.Signal.INT, Duration.ofSeconds(10))));
    scene.await("both are deregistered", SOON, () -> cast.registrations().isEmpty());
    scene.see("zkCli", "ls " + Cast.PATH + "\n" + cast.registrations());
    scene.says(cast.caller(), Role.SYNAPSE, "using (the )?previous backends", SOON);
    scene.await(
        "HAProxy's own checks find them down",
        SOON,
        () -> nodes.stream().allMatch(node -> cast.statusAtCaller(node).startsWith("DOWN")));
    scene.noticed("service_b's HAProxy: " + cast.seenByCaller());
    scene.verdict(
        "Synapse keeps the previous backends, HAProxy marks them DOWN",
        cast.seenByCaller().size() == 2,
        cast.seenByCaller().toString());
    int status =
        cast.web()
            .get(cast.caller().address(), Cast.HAPROXY, "/whoami")
            .map(HttpResponse::statusCode)
            .orElse(0);
    scene.see("curl " + cast.caller().address() + ":" + Cast.HAPROXY, "HTTP " + status);
    scene.verdict(
        "so service_b would not think them healthy: 503 at once",
        status == UNAVAILABLE,
        "HTTP " + status);
    for (Machine node : nodes) {
      cast.start(node, Role.SERVICE);
    }
    back(scene, nodes.getFirst());
    back(scene, nodes.getLast());
  }

  private static void drained(Scene scene) throws StepFailed {
    Cast cast = scene.cast();
    Machine node = cast.node(1);
    drainAndStop(scene, node);
    scene.pass(Duration.ofSeconds(1));
    undrain(scene, node);
    back(scene, node);
  }

  /** Takes a machine's service out with care, then stops it. */
  static void drainAndStop(Scene scene, Machine node) {
    Cast cast = scene.cast();
    String admin = "http://%s:%d".formatted(node.address(), Cast.NERVE_ADMIN);
    scene.deed(
        node,
        "curl -X POST " + admin + "/drain",
        () -> cast.web().post(node.address(), Cast.NERVE_ADMIN, "/drain"));
    String answer =
        cast.web()
            .get(node.address(), Cast.NERVE_ADMIN, "/drained", DRAINED)
            .map(HttpResponse::body)
            .orElse("nothing");
    scene.see("curl " + admin + "/drained", answer);
    scene.noticed("callers have let go");
    scene.verdict("it is drained before its deadline", answer.contains("true"), answer);
    scene.terminate(node, Role.SERVICE);
    scene.see("service_b_node_1 haproxy", cast.seenByCaller().toString());
  }

  /** Starts the service again and lets it be registered. */
  static void undrain(Scene scene, Machine node) {
    Cast cast = scene.cast();
    scene.deed(
        node,
        "python -m SimpleHTTPServer 8000; curl -X DELETE http://%s:%d/drain"
            .formatted(node.address(), Cast.NERVE_ADMIN),
        () -> {
          cast.bringUp(node, Role.SERVICE);
          cast.web().delete(node.address(), Cast.NERVE_ADMIN, "/drain");
        });
  }

  /** Brings the service back and waits until it is called again. */
  static void back(Scene scene, Machine node) throws StepFailed {
    Cast cast = scene.cast();
    if (node.pid(Role.SERVICE).isEmpty()) {
      scene.deed(node, "python -m SimpleHTTPServer 8000", () -> cast.bringUp(node, Role.SERVICE));
    }
    scene.await(node.name() + " is registered", SOON, () -> cast.registered(node));
    scene.await(node.name() + " is called again", SOON, () -> cast.inUse(node));
    scene.recovered("service_b's HAProxy: " + cast.seenByCaller());
  }
}
