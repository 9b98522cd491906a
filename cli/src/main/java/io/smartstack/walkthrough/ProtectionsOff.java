// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import io.smartstack.local.Machine;
import io.smartstack.local.Role;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Each protection is switched off once: where nothing fails without it, it protects from nothing.
 */
final class ProtectionsOff {

  private static final String CHAPTER = "Without protection";
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final String NO_RETRY = "synapse.no-retry.conf.json";
  private static final String NO_CHECK = "synapse.no-check.conf.json";

  private ProtectionsOff() {}

  static List<Step> steps() {
    return List.of(
        new Step(
            CHAPTER,
            "No retry: SIGTERM with drain, then without",
            new Failures.Proof("without drain callers meet a closed port"),
            ProtectionsOff::drain),
        new Step(
            CHAPTER,
            "No retry: kill -9 of one of two",
            new Failures.Proof("nobody repeats a call that met a dead port"),
            ProtectionsOff::retry),
        new Step(
            CHAPTER,
            "No check, no Synapse: kill -9 of one of two",
            new Failures.Proof("nobody takes the dead server out"),
            ProtectionsOff::check),
        new Step(
            CHAPTER,
            "use_previous_backends: false; Nerve stops on both nodes",
            new Failures.Proof("the last registration gone empties HAProxy"),
            ProtectionsOff::forgetful));
  }

  private static void drain(Scene scene) throws StepFailed, InterruptedException {
    Cast cast = scene.cast();
    Machine node = cast.node(1);
    restartSynapse(scene, cast.with(cast.caller(), NO_RETRY), "retries 0, retry-on none", true);
    long from = System.nanoTime();
    ServiceCrashes.drainAndStop(scene, node);
    int drained = scene.failedSince(from);
    scene.verdict("the drain alone lets none fail", drained == 0, drained + " failed");
    ServiceCrashes.undrain(scene, node);
    ServiceCrashes.back(scene, node);
    scene.terminate(node, Role.SERVICE);
    awaitGone(scene, node);
    ServiceCrashes.back(scene, node);
  }

  private static void retry(Scene scene) throws StepFailed {
    Cast cast = scene.cast();
    Machine node = cast.node(1);
    restartSynapse(scene, cast.with(cast.caller(), NO_RETRY), "retries 0, retry-on none", true);
    scene.kill(node, Role.SERVICE);
    awaitGone(scene, node);
    ServiceCrashes.back(scene, node);
    restartSynapse(scene, cast.caller(), "as before", true);
  }

  private static void check(Scene scene) throws StepFailed, InterruptedException {
    Cast cast = scene.cast();
    Machine node = cast.node(1);
    restartSynapse(scene, cast.with(cast.caller(), NO_CHECK), "no check, no retry", true);
    scene.terminate(cast.caller(), Role.SYNAPSE);
    scene.kill(node, Role.SERVICE);
    scene.say("a check every 2 s, fall 2, would have taken it out after 4 s");
    scene.pass(Duration.ofSeconds(6));
    int late = scene.failedSince(System.nanoTime() - Duration.ofSeconds(1).toNanos());
    scene.verdict("calls still fail after 6 s", late > 0, late + " failed in the last second");
    scene.deed(node, "python -m SimpleHTTPServer 8000", () -> cast.bringUp(node, Role.SERVICE));
    restartSynapse(scene, cast.caller(), "as before", true);
  }

  private static void awaitGone(Scene scene, Machine node) throws StepFailed {
    Cast cast = scene.cast();
    scene.await(
        "it is deregistered at last",
        SOON,
        () -> !cast.registrations().isEmpty() && !cast.registered(node));
    scene.await("and called no more", SOON, () -> !cast.inUse(node));
    scene.noticed("ls: " + cast.registrations());
  }

  private static void forgetful(Scene scene) throws StepFailed {
    Cast cast = scene.cast();
    List<Machine> nodes = List.of(cast.node(1), cast.node(2));
    restartSynapse(
        scene,
        cast.with(cast.caller(), "synapse.forgetful.conf.json"),
        "use_previous_backends: false",
        false);
    nodes.forEach(node -> scene.terminate(node, Role.NERVE));
    scene.await("HAProxy has nobody to call", SOON, () -> nodes.stream().noneMatch(cast::inUse));
    scene.noticed("service_b's HAProxy: " + cast.seenByCaller());
    nodes.forEach(
        node -> scene.deed(node, "nerve -c nerve.conf.json", () -> cast.start(node, Role.NERVE)));
    scene.await("both are called again", SOON, () -> nodes.stream().allMatch(cast::inUse));
    scene.recovered("service_b's HAProxy: " + cast.seenByCaller());
    restartSynapse(scene, cast.caller(), "as before", false);
  }

  private static void restartSynapse(Scene scene, Machine machine, String how, boolean reloads)
      throws StepFailed {
    Cast cast = scene.cast();
    LogReader log = new LogReader(machine.log(Role.SYNAPSE));
    AtomicBoolean started = new AtomicBoolean();
    scene.deed(
        machine,
        "synapse -c synapse.conf.json    # " + how,
        () -> started.set(cast.bringUp(machine, Role.SYNAPSE)));
    if (started.get()) {
      String sign = reloads ? "reloaded haproxy" : "discovered 2 backends";
      scene.await("it says: " + sign, SOON, () -> log.find(sign).isPresent());
    }
    scene.await(
        "both nodes are in use", SOON, () -> cast.inUse(cast.node(1)) && cast.inUse(cast.node(2)));
  }
}
