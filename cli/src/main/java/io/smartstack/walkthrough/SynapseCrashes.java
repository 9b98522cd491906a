// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import io.smartstack.local.Machine;
import io.smartstack.local.Pid;
import io.smartstack.local.Role;
import java.time.Duration;
import java.util.List;

/** Synapse dies on the caller's machine; meanwhile machines come and go. */
final class SynapseCrashes {

  private static final String CHAPTER = "Step 4 - Synapse crashed";
  private static final Duration SOON = Duration.ofSeconds(30);

  private SynapseCrashes() {}

  static List<Step> steps() {
    Failures none = new Failures.None();
    return List.of(
        new Step(CHAPTER, "SIGTERM; a machine comes meanwhile", none, scene -> play(scene, false)),
        new Step(CHAPTER, "kill -9; a machine comes meanwhile", none, scene -> play(scene, true)));
  }

  private static void play(Scene scene, boolean kill) throws StepFailed {
    Cast cast = scene.cast();
    Machine caller = cast.caller();
    Machine node = cast.node(2);
    scene.deed(
        node,
        "curl -X POST http://%s:%d/drain    # one node leaves, with care"
            .formatted(node.address(), Cast.NERVE_ADMIN),
        () -> cast.web().post(node.address(), Cast.NERVE_ADMIN, "/drain"));
    scene.await("service_b calls it no more", SOON, () -> !cast.inUse(node));
    List<Pid> haproxy = caller.haproxies();
    if (kill) {
      scene.kill(caller, Role.SYNAPSE);
    } else {
      scene.terminate(caller, Role.SYNAPSE);
    }
    scene.verdict(
        "HAProxy runs on",
        haproxy.stream().allMatch(Pid::lives) && !haproxy.isEmpty(),
        haproxy.size() + " processes");
    cast.web().delete(node.address(), Cast.NERVE_ADMIN, "/drain");
    scene.await(
        "the node is registered again, unseen by service_b", SOON, () -> cast.registered(node));
    scene.verdict(
        "without Synapse nobody tells HAProxy", !cast.inUse(node), cast.seenByCaller().toString());
    scene.pass(Duration.ofSeconds(1));
    scene.deed(caller, "synapse -c synapse.conf.json", () -> cast.bringUp(caller, Role.SYNAPSE));
    scene.says(caller, Role.SYNAPSE, "discovered 2 backends for service simple_http_service", SOON);
    scene.await(
        "the change is picked up", SOON, () -> cast.inUse(node) && cast.inUse(cast.node(1)));
    scene.recovered("service_b's HAProxy: " + cast.seenByCaller());
    scene.verdict(
        "it is the same HAProxy",
        haproxy.stream().allMatch(Pid::lives),
        "adopted, not started anew");
  }
}
