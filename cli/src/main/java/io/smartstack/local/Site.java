// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Machines that belong together, below one directory. */
public final class Site {

  private static final Duration UP = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(50);
  // HAProxy binds <path>.<pid>.tmp first, and the kernel takes 107 bytes.
  private static final int LONGEST_SOCKET = 97;
  private static final String SOCKET = "/synapse/haproxy-master.sock";

  private final Path base;
  private final Map<String, Machine> machines = new TreeMap<>();

  /**
   * Nothing is started yet.
   *
   * @param base the directory of all machines
   * @throws LocalException when its path is too long for the sockets below it
   */
  public Site(Path base, List<MachineSpec> specs) {
    this.base = base.toAbsolutePath().normalize();
    specs.forEach(spec -> machines.put(spec.name(), new Machine(spec, this.base)));
    for (MachineSpec spec : specs) {
      if (spec.synapse() != null && !fits(this.base, spec.name())) {
        throw new LocalException(
            this.base + " is too long for HAProxy's sockets below it: give a shorter --dir");
      }
    }
  }

  /** Whether a machine's sockets can be made below a directory: their paths must be short. */
  public static boolean fits(Path base, String machine) {
    int directory = base.toAbsolutePath().normalize().toString().length();
    return directory + 1 + machine.length() + SOCKET.length() <= LONGEST_SOCKET;
  }

  /** Every machine, by name. */
  public List<Machine> machines() {
    return List.copyOf(machines.values());
  }

  /** The machine of this name. */
  public Machine machine(String name) {
    return Optional.ofNullable(machines.get(name))
        .orElseThrow(() -> new IllegalArgumentException("no machine " + name));
  }

  /**
   * Starts whatever doesn't run yet and waits until it is up.
   *
   * @param progress told of each step, one line at a time
   * @throws LocalException when something can't be started or doesn't come up within a minute
   */
  public void up(Consumer<String> progress) {
    if (machines().stream().anyMatch(machine -> machine.spec().synapse() != null)) {
      HaproxyProgram.require();
    }
    List<MachineSpec> ensemble =
        machines().stream().map(Machine::spec).filter(spec -> spec.zookeeper() != null).toList();
    for (List<MachineSpec> group : StartOrder.of(ensemble, this::hasData)) {
      List<Machine> servers = group.stream().map(spec -> machine(spec.name())).toList();
      start(servers, Role.ZOOKEEPER, ensemble, progress);
    }
    for (Role role : List.of(Role.SERVICE, Role.SIDECAR, Role.NERVE, Role.SYNAPSE)) {
      List<Machine> having =
          machines().stream().filter(machine -> machine.spec().roles().contains(role)).toList();
      start(having, role, ensemble, progress);
    }
  }

  private void start(
      List<Machine> group, Role role, List<MachineSpec> ensemble, Consumer<String> progress) {
    for (Machine machine : group) {
      boolean started = machine.start(role, ensemble);
      progress.accept(
          "%s: %s %s"
              .formatted(machine.name(), role.word(), started ? "starts ..." : "runs already"));
    }
    for (Machine machine : group) {
      Duration took = awaitUp(machine, role);
      progress.accept(
          "%s: %s is up after %.1f s"
              .formatted(machine.name(), role.word(), took.toMillis() / 1e3));
    }
  }

  /**
   * Waits until a role of a machine is up.
   *
   * @return how long that took
   * @throws LocalException when its process ends or a minute passes before
   */
  public static Duration awaitUp(Machine machine, Role role) {
    long began = System.nanoTime();
    while (!Readiness.up(machine.spec(), role)) {
      boolean over = System.nanoTime() - began > UP.toNanos();
      if (over || machine.pid(role).isEmpty()) {
        throw new LocalException(
            "%s: %s %s; its last words (%s):%n%s"
                .formatted(
                    machine.name(),
                    role.word(),
                    over ? "is not up after " + UP.toSeconds() + " s" : "ended",
                    machine.log(role),
                    lastWords(machine.log(role))));
      }
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        throw new LocalException("interrupted while waiting for " + machine.name());
      }
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private boolean hasData(MachineSpec spec) {
    Path version2 = machine(spec.name()).state(Role.ZOOKEEPER).resolve("data/version-2");
    try (Stream<Path> files = Files.list(version2)) {
      return files.findAny().isPresent();
    } catch (IOException none) {
      return false;
    }
  }

  private static String lastWords(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    } catch (IOException none) {
      return "(nothing)";
    }
  }
}
