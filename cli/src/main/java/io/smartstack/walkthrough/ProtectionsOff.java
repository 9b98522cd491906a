// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import io.smartstack.local.Machine;
import io.smartstack.local.Role;
import io.smartstack.local.Signal;
import java.time.Duration;
import java.util.List;

/**
 * Each protection is switched off once: where nothing fails without it, it protects from nothing.
 */
final class ProtectionsOff {

  private static final String CHAPTER = "Without protection";
  private static final Duration SOON = Duration.ofSeconds(30);

  private ProtectionsOff() {}

  static List<Step> steps() {
    return List.of(
        new Step(
            CHAPTER,
            "No drain, no check, no retry: SIGTERM of one of two",
            new Failures.Proof("callers go on to a closed port until it is deregistered"),
            scene -> undrained(scene, Signal.TERM)),
        new Step(
            CHAPTER,
            "No check, no retry: kill -9 of one of two",
            new Failures.Proof("callers go on to a dead port until it is deregistered"),
            scene -> undrained(scene, Signal.KILL)),
        new Step(
            CHAPTER,
            "use_previous_backends: false; Nerve stops on both nodes",
            new Failures.Proof("the last registration gone empties HAProxy"),
            ProtectionsOff::forgetful));
  }

  private static void undrained(Scene scene, Signal signal) throws StepFailed {
    Cast cast = scene.cast();
    Machine node = cast.node(1);
    Machine bare = cast.with(cast.caller(), "synapse.unprotected.conf.json");
    restartSynapse(scene, bare, "no check, no option redispatch, retries 0, retry-on none");
    scene.deed(
        node,
        "kill -%s    # the service".formatted(signal),
        () -> node.stop(Role.SERVICE, signal, Duration.ofSeconds(10)));
    scene.await(
        "it is deregistered at last",
        SOON,
        () -> !cast.registrations().isEmpty() && !cast.registered(node));
    scene.await("and called no more", SOON, () -> !cast.inUse(node));
    scene.noticed("ls: " + cast.registrations());
    ServiceCrashes.back(scene, node);
    restartSynapse(scene, cast.caller(), "as before");
  }

  private static void forgetful(Scene scene) throws StepFailed {
    Cast cast = scene.cast();
    List<Machine> nodes = List.of(cast.node(1), cast.node(2));
    restartSynapse(
        scene,
        cast.with(cast.caller(), "synapse.forgetful.conf.json"),
        "use_previous_backends: false");
    nodes.forEach(node -> scene.terminate(node, Role.NERVE));
    scene.await("HAProxy has nobody to call", SOON, () -> nodes.stream().noneMatch(cast::inUse));
    scene.noticed("service_b's HAProxy: " + cast.seenByCaller());
    nodes.forEach(
        node -> scene.deed(node, "nerve -c nerve.conf.json", () -> cast.start(node, Role.NERVE)));
    scene.await("both are called again", SOON, () -> nodes.stream().allMatch(cast::inUse));
    scene.recovered("service_b's HAProxy: " + cast.seenByCaller());
    restartSynapse(scene, cast.caller(), "as before");
  }

  private static void restartSynapse(Scene scene, Machine machine, String how) throws StepFailed {
    Cast cast = scene.cast();
    scene.deed(
        machine,
        "synapse -c synapse.conf.json    # " + how,
        () -> cast.bringUp(machine, Role.SYNAPSE));
    scene.await(
        "both nodes are in use", SOON, () -> cast.inUse(cast.node(1)) && cast.inUse(cast.node(2)));
  }
}
