// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import io.smartstack.local.LocalException;
import io.smartstack.local.Machine;
import io.smartstack.local.MachineSpec;
import io.smartstack.local.Role;
import io.smartstack.local.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The six machines, by the names the seed gives them, and how they are looked at. */
final class Cast {

  static final String SERVICE = "simple_http_service";
  static final String PATH = "/nerve/services/simple_http_service/services";
  static final int HAPROXY = 3213;
  static final int SERVICE_PORT = 8000;
  static final int NERVE_ADMIN = 3211;
  static final int SYNAPSE_ADMIN = 3210;

  private final Site site;
  private final Path files;
  private final Calls calls;
  private final Znodes znodes;
  private final Web web = new Web();
  private final Set<String> onStage = new HashSet<>();
  private List<MachineSpec> ensemble;
  private boolean ended;

  /** Nobody is on stage yet. */
  Cast(Site site, Path files, Calls calls) {
    this.site = site;
    this.files = files;
    this.calls = calls;
    this.ensemble = List.of(zookeeper(1).spec());
    this.znodes =
        new Znodes(
            String.join(
                ",", zookeepers().stream().map(server -> server.address() + ":2181").toList()));
  }

  Machine zookeeper(int number) {
    return site.machine("zookeeper" + number);
  }

  List<Machine> zookeepers() {
    return Stream.of(1, 2, 3).map(this::zookeeper).toList();
  }

  Machine node(int number) {
    return site.machine("service_a_node_" + number);
  }

  Machine caller() {
    return site.machine("service_b_node_1");
  }

  List<Machine> all() {
    return site.machines();
  }

  /** The machine with another synapse.conf.json, by the file's name in {@code examples/local}. */
  Machine with(Machine machine, String synapse) {
    MachineSpec spec = machine.spec();
    return machine.as(
        new MachineSpec(
            spec.name(),
            spec.address(),
            spec.zookeeper(),
            spec.service(),
            spec.nerve(),
            files.resolve(synapse),
            spec.sidecar()));
  }

  /** From now on ZooKeeper servers start as three, or again as one. */
  void ensembleOf(int servers) {
    ensemble = zookeepers().stream().limit(servers).map(Machine::spec).toList();
  }

  /** The servers that make the ensemble now. */
  List<Machine> ensemble() {
    return ensemble.stream().map(spec -> site.machine(spec.name())).toList();
  }

  /** Starts a role unless it runs already as described; tells whether it was started. */
  synchronized boolean start(Machine machine, Role role) {
    if (ended) {
      throw new LocalException("the walkthrough is ending");
    }
    onStage.add(machine.name());
    return machine.start(role, ensemble);
  }

  /** Starts a role and waits until it is up. */
  boolean bringUp(Machine machine, Role role) {
    boolean started = start(machine, role);
    Site.awaitUp(machine, role);
    return started;
  }

  /** Nothing is started any more. */
  synchronized void curtain() {
    ended = true;
  }

  Znodes znodes() {
    return znodes;
  }

  Web web() {
    return web;
  }

  /** service_b's calls. */
  Calls calls() {
    return calls;
  }

  /** The registrations of service_a, as {@code ls} shows them. */
  List<String> registrations() {
    return znodes.ls(PATH).orElse(List.of());
  }

  /** Whether a machine is registered. */
  boolean registered(Machine machine) {
    return registrations().stream().anyMatch(child -> child.startsWith(machine.name() + "_"));
  }

  /** What the caller's HAProxy says of service_a's servers. */
  Map<String, String> seenByCaller() {
    return web.servers(caller().address(), SERVICE);
  }

  /**
   * What the caller's HAProxy says of one machine, for instance UP; empty when it has no server.
   */
  String statusAtCaller(Machine machine) {
    return seenByCaller().entrySet().stream()
        .filter(server -> server.getKey().startsWith(machine.name() + "_"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  /** Whether the caller's HAProxy sends calls to a machine. */
  boolean inUse(Machine machine) {
    String status = statusAtCaller(machine);
    return status.startsWith("UP") || status.equals("no check");
  }

  private boolean providesA(Machine machine) {
    return machine.name().startsWith("service_a_");
  }

  /** Starts whatever a step before has left down, and waits until every node is called. */
  void restore(Scene scene) throws StepFailed {
    List<Machine> present = all().stream().filter(m -> onStage.contains(m.name())).toList();
    for (Machine machine : present) {
      boolean member = ensemble().contains(machine);
      for (Role role : machine.spec().roles()) {
        if ((role != Role.ZOOKEEPER || member) && machine.pid(role).isEmpty()) {
          bringUp(machine, role);
        }
      }
    }
    scene.await(
        "every node of service_a is called",
        Duration.ofSeconds(30),
        () -> present.stream().filter(this::providesA).allMatch(this::inUse));
  }
}
