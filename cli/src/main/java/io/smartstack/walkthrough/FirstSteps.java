// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import io.smartstack.local.FourLetters;
import io.smartstack.local.Machine;
import io.smartstack.local.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/** The seed's steps 2 and 3: one ZooKeeper, one service. */
final class FirstSteps {

  private static final String CHAPTER = "Step 3 - A simple setup run: 1 ZooKeeper, 1 service";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;

  private FirstSteps() {}

  static List<Step> steps() {
    Failures nobody = new Failures.NoCaller();
    return List.of(
        new Step(CHAPTER, "ZooKeeper is asked whether it's okay", nobody, FirstSteps::imok),
        new Step(CHAPTER, "Nerve and Synapse up without ZooKeeper", nobody, FirstSteps::alone),
        new Step(
            CHAPTER,
            "The service: 404 on /health until the file exists",
            nobody,
            FirstSteps::missing),
        new Step(
            CHAPTER, "ZooKeeper back, touch health: up after 3 successes", nobody, FirstSteps::up));
  }

  private static void imok(Scene scene) throws StepFailed {
    Cast cast = scene.cast();
    Machine zookeeper = cast.zookeeper(1);
    scene.deed(zookeeper, "zkServer.sh start", () -> cast.bringUp(zookeeper, Role.ZOOKEEPER));
    String answer = FourLetters.ask(zookeeper.address(), "ruok").orElse("");
    scene.see("telnet " + zookeeper.address() + " 2181", "ruok\n" + answer);
    scene.verdict("ZooKeeper answers imok", answer.equals("imok"), answer);
    String mode = FourLetters.mode(zookeeper.address()).orElse("none");
    scene.see("zkServer.sh status", "Mode: " + mode);
    scene.verdict("it runs standalone", mode.equals("standalone"), mode);
    List<String> root = scene.awaitValue("ls / answers", SOON, () -> cast.znodes().ls("/"));
    scene.see("zkCli", "ls /\n" + root);
    scene.verdict(
        "Nerve and Synapse are not in it yet", root.equals(List.of("zookeeper")), root.toString());
  }

  private static void alone(Scene scene) throws StepFailed {
    Cast cast = scene.cast();
    Machine node = cast.node(1);
    scene.say("Nerve checks every second here, not every 2 s, to be done within five minutes");
    scene.terminate(cast.zookeeper(1), Role.ZOOKEEPER);
    scene.deed(
        node,
        "nerve -c nerve.conf.json -i " + node.name() + " --host " + node.address(),
        () -> cast.start(node, Role.NERVE));
    scene.deed(node, "synapse -c synapse.conf.json", () -> cast.start(node, Role.SYNAPSE));
    scene.await("HAProxy answers", SOON, () -> through(cast, node) != 0);
    scene.noticed("HAProxy is configured, without ZooKeeper and without backends");
    int status = through(cast, node);
    scene.see("curl " + node.address() + ":" + Cast.HAPROXY, "HTTP " + status);
    scene.verdict(
        "HAProxy answers 503 for want of backends", status == UNAVAILABLE, "HTTP " + status);
    scene.says(node, Role.NERVE, "zk node.*loss connection", SOON);
    scene.pass(Duration.ofSeconds(1));
    scene.verdict("Nerve complains and stays", node.pid(Role.NERVE).isPresent(), "it lives");
    scene.verdict("Synapse stays", node.pid(Role.SYNAPSE).isPresent(), "it lives");
  }

  private static void missing(Scene scene) throws StepFailed {
    Cast cast = scene.cast();
    Machine node = cast.node(1);
    scene.deed(
        node,
        "python -m SimpleHTTPServer 8000    # its stand-in here: smartstack files",
        () -> cast.bringUp(node, Role.SERVICE));
    scene.says(node, Role.SERVICE, "code 404", SOON);
    String line = scene.says(node, Role.SERVICE, "GET /health.* 404", SOON);
    scene.noticed("the check of Nerve meets 404");
    scene.verdict(
        "the service answers " + NOT_FOUND + " to the check",
        line.contains("404"),
        "seen in its log");
    scene.says(node, Role.NERVE, "service check .*/health", SOON);
  }

  private static void up(Scene scene) throws StepFailed {
    Cast cast = scene.cast();
    Machine node = cast.node(1);
    scene.deed(
        cast.zookeeper(1),
        "zkServer.sh start",
        () -> cast.bringUp(cast.zookeeper(1), Role.ZOOKEEPER));
    scene.deed(node, "touch health", () -> touch(node));
    scene.says(node, Role.NERVE, "transitions to up after 3 successes", SOON);
    scene.says(node, Role.NERVE, "nerve: service simple_http_service is now up", SOON);
    scene.await("the registration is in ZooKeeper", SOON, () -> cast.registered(node));
    scene.noticed("registered");
    scene.see("zkCli", "ls /\n" + cast.znodes().ls("/").orElse(List.of()));
    scene.see("zkCli", "ls " + Cast.PATH + "\n" + cast.registrations());
    String payload =
        cast.znodes().paths(Cast.PATH).findFirst().flatMap(cast.znodes()::get).orElse("");
    scene.see("zkCli", "get " + Cast.PATH + "/" + cast.registrations().getFirst() + "\n" + payload);
    String expected =
        "{\"host\":\"%s\",\"port\":8000,\"name\":\"%s\"}".formatted(node.address(), node.name());
    scene.verdict(
        "the znode says what the Ruby Nerve would say", payload.equals(expected), payload);
    scene.says(node, Role.SYNAPSE, "discovered 1 backends for service simple_http_service", SOON);
    scene.await("calls through HAProxy reach the service", SOON, () -> through(cast, node) == 200);
    scene.recovered("GET http://%s:%d/whoami is answered".formatted(node.address(), Cast.HAPROXY));
    String who =
        cast.web().get(node.address(), Cast.HAPROXY, "/whoami").map(HttpResponse::body).orElse("");
    scene.verdict(
        "the answer comes from " + node.name(), who.strip().equals(node.name()), who.strip());
  }

  private static int through(Cast cast, Machine machine) {
    return cast.web()
        .get(machine.address(), Cast.HAPROXY, "/whoami")
        .map(HttpResponse::statusCode)
        .orElse(0);
  }

  static void touch(Machine machine) {
    try {
      Files.writeString(machine.www().resolve("health"), "");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
