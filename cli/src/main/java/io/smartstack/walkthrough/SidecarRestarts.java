// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import io.smartstack.local.Machine;
import io.smartstack.local.Pid;
import io.smartstack.local.Role;
import java.time.Duration;
import java.util.List;

/** Nerve and Synapse in one process, on the caller and on one node; that process restarts. */
final class SidecarRestarts {

  private static final String CHAPTER = "Nerve and Synapse in one process";
  private static final Duration SOON = Duration.ofSeconds(30);

  private SidecarRestarts() {}

  static List<Step> steps() {
    Failures none = new Failures.None();
    return List.of(
        new Step(
            CHAPTER,
            "The sidecar takes over on the caller, is killed, restarts",
            none,
            SidecarRestarts::caller),
        new Step(
            CHAPTER,
            "The sidecar takes over on a node, is stopped, restarts",
            none,
            SidecarRestarts::node));
  }

  private static void caller(Scene scene) throws StepFailed {
    Cast cast = scene.cast();
    Machine caller = cast.caller();
    List<Pid> haproxy = caller.haproxies();
    scene.terminate(caller, Role.NERVE);
    scene.terminate(caller, Role.SYNAPSE);
    scene.deed(
        caller,
        "sidecar -n nerve.conf.json -s synapse.conf.json",
        () -> cast.bringUp(caller, Role.SIDECAR));
    scene.kill(caller, Role.SIDECAR);
    scene.deed(
        caller,
        "sidecar -n nerve.conf.json -s synapse.conf.json",
        () -> cast.bringUp(caller, Role.SIDECAR));
    scene.says(caller, Role.SIDECAR, "discovered 2 backends for service simple_http_service", SOON);
    scene.recovered("service_b's HAProxy: " + cast.seenByCaller());
    scene.verdict(
        "it is the same HAProxy throughout",
        !haproxy.isEmpty() && haproxy.stream().allMatch(Pid::lives),
        haproxy.size() + " processes");
    scene.terminate(caller, Role.SIDECAR);
    cast.bringUp(caller, Role.SYNAPSE);
    cast.bringUp(caller, Role.NERVE);
  }

  private static void node(Scene scene) throws StepFailed {
    Cast cast = scene.cast();
    Machine node = cast.node(1);
    scene.terminate(node, Role.NERVE);
    scene.terminate(node, Role.SYNAPSE);
    scene.deed(
        node,
        "sidecar -n nerve.conf.json -s synapse.conf.json",
        () -> cast.bringUp(node, Role.SIDECAR));
    ServiceCrashes.back(scene, node);
    scene.terminate(node, Role.SIDECAR);
    scene.await(
        "it is deregistered first",
        SOON,
        () -> !cast.registrations().isEmpty() && !cast.registered(node));
    scene.noticed("ls: " + cast.registrations());
    scene.deed(
        node,
        "sidecar -n nerve.conf.json -s synapse.conf.json",
        () -> cast.bringUp(node, Role.SIDECAR));
    ServiceCrashes.back(scene, node);
    scene.terminate(node, Role.SIDECAR);
    cast.bringUp(node, Role.SYNAPSE);
    cast.start(node, Role.NERVE);
    ServiceCrashes.back(scene, node);
  }
}
