// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import io.smartstack.local.Machine;
import io.smartstack.local.Pid;
import io.smartstack.local.Signal;
import java.time.Duration;
import java.util.List;

/** HAProxy dies on the caller's machine; Synapse brings it back. */
final class HaproxyCrashes {

  private static final Duration SOON = Duration.ofSeconds(30);

  private HaproxyCrashes() {}

  static List<Step> steps() {
    return List.of(
        new Step(
            "HAProxy crashed",
            "kill -9 of service_b's HAProxy: back by Synapse",
            new Failures.UntilMended("calls under way and during the gap fail"),
            HaproxyCrashes::killed));
  }

  private static void killed(Scene scene) throws StepFailed {
    Cast cast = scene.cast();
    Machine caller = cast.caller();
    List<Pid> before = caller.haproxies();
    String pids =
        String.join(" ", before.stream().map(pid -> Long.toString(pid.number())).toList());
    scene.deed(
        caller,
        "kill -9 " + pids + "    # haproxy, master and worker",
        () -> before.forEach(Signal.KILL::send));
    scene.await(
        "another HAProxy runs",
        SOON,
        () -> caller.haproxies().stream().anyMatch(pid -> !before.contains(pid)));
    scene.noticed("Synapse has started it anew");
    scene.await(
        "both nodes are called again",
        SOON,
        () -> cast.inUse(cast.node(1)) && cast.inUse(cast.node(2)));
    scene.recovered("service_b's HAProxy: " + cast.seenByCaller());
    boolean quick = scene.sinceDeed().compareTo(Duration.ofSeconds(15)) < 0;
    scene.verdict(
        "it was away for a moment only",
        quick,
        "%.1f s".formatted(scene.sinceDeed().toMillis() / 1e3));
    scene.pass(Duration.ofSeconds(1));
  }
}
