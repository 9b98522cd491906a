// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import io.smartstack.load.LoadGenerator;
import io.smartstack.load.Statistics;
import io.smartstack.local.Machine;
import io.smartstack.local.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** The seed's step 6: service_b calls, and service_a gets its second machine. */
final class MoreMachines {

  private static final String CHAPTER =
      "Step 6 - service_b calls service_a, which gets a second machine";
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final String SERVICE_B = "/nerve/services/service_b/services";

  private MoreMachines() {}

  static List<Step> steps() {
    return List.of(
        new Step(
            CHAPTER,
            "service_b_node_1 comes up and begins to call",
            new Failures.None(),
            MoreMachines::caller),
        new Step(
            CHAPTER,
            "service_a_node_2 comes up under load",
            new Failures.None(),
            MoreMachines::second));
  }

  private static void caller(Scene scene) throws StepFailed, IOException {
    Cast cast = scene.cast();
    Machine caller = cast.caller();
    scene.say(
        "the seed's step 6 comes early here: failures are worth watching while somebody calls");
    scene.deed(
        caller,
        "python -m SimpleHTTPServer 8000 & nerve ... & synapse ... &",
        () -> {
          cast.start(caller, Role.SERVICE);
          FirstSteps.touch(caller);
          cast.start(caller, Role.NERVE);
          cast.bringUp(caller, Role.SYNAPSE);
        });
    scene.says(caller, Role.SYNAPSE, "discovered 1 backends for service simple_http_service", SOON);
    scene.await("its HAProxy has service_a_node_1 in use", SOON, () -> cast.inUse(cast.node(1)));
    scene.noticed("service_a_node_1 is in use");
    scene.say(
        "from now on service_b calls %s:%d/whoami, half of the calls over kept connections, half each over its own; none is ever sent twice"
            .formatted(caller.address(), Cast.HAPROXY));
    cast.calls().begin(caller);
    scene.says(caller, Role.NERVE, "nerve: service service_b is now up", SOON);
    scene.await(
        "service_b is registered too",
        SOON,
        () -> cast.znodes().ls(SERVICE_B).map(List::size).orElse(0) == 1);
  }

  private static void second(Scene scene) throws StepFailed, InterruptedException {
    Cast cast = scene.cast();
    Machine node = cast.node(2);
    scene.deed(
        node,
        "touch health; python -m SimpleHTTPServer 8000 & nerve ... & synapse ... &",
        () -> {
          cast.start(node, Role.SERVICE);
          FirstSteps.touch(node);
          cast.start(node, Role.NERVE);
          cast.start(node, Role.SYNAPSE);
        });
    scene.says(node, Role.NERVE, "nerve: service simple_http_service is now up", SOON);
    scene.says(
        cast.caller(), Role.SYNAPSE, "discovered 2 backends for service simple_http_service", SOON);
    scene.await("both nodes are in use", SOON, () -> cast.inUse(cast.node(1)) && cast.inUse(node));
    scene.recovered("service_b's HAProxy: " + cast.seenByCaller());
    scene.see("zkCli", "ls " + Cast.PATH + "\n" + cast.registrations());
    LoadGenerator load = Objects.requireNonNull(cast.calls().running());
    long from = System.nanoTime();
    scene.pass(Duration.ofSeconds(2));
    Statistics counted = load.statistics(from, System.nanoTime());
    double share = counted.share(node.name());
    scene.verdict(
        "each node answers about half", share > 0.4 && share < 0.6, counted.nodes().toString());
  }
}
