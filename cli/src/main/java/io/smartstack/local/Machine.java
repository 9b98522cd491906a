// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One machine: its directory, and what runs there. */
public final class Machine {

  private static final Duration LOOK = Duration.ofMillis(20);

  /** File in a machine's directory that holds its address. */
  static final String ADDRESS = "address";

  private final MachineSpec spec;
  private final Path directory;

  /**
   * Nothing is started yet.
   *
   * @param spec what it is
   * @param base the directory of all machines; its own is below, by its name
   */
  public Machine(MachineSpec spec, Path base) {
    this(base.toAbsolutePath().normalize().resolve(spec.name()), spec);
  }

  private Machine(Path directory, MachineSpec spec) {
    this.spec = spec;
    this.directory = directory;
  }

  /** The machine that was started in this directory, as far as its processes need be known. */
  static Machine onRecord(Path directory) {
    String address;
    try {
      address = Files.readString(directory.resolve(ADDRESS));
    } catch (IOException none) {
      address = "";
    }
    String name = directory.getFileName().toString();
    MachineSpec spec = new MachineSpec(name, address, null, null, null, null, false);
    return new Machine(directory, spec);
  }

  /** This machine, described otherwise; what runs there stays until it is started anew. */
  public Machine as(MachineSpec other) {
    return new Machine(directory, other);
  }

  /** What it is. */
  public MachineSpec spec() {
    return spec;
  }

  /** Its name. */
  public String name() {
    return spec.name();
  }

  /** Its own address. */
  public String address() {
    return spec.address();
  }

  /** Its directory: logs, data, rendered configurations. */
  public Path directory() {
    return directory;
  }

  /** Where the service's files are. */
  public Path www() {
    return directory.resolve("www");
  }

  /** What a role's process says; every start appends. */
  public Path log(Role role) {
    return directory.resolve(role.word() + ".log");
  }

  /** What a role keeps over a restart. */
  public Path state(Role role) {
    return directory.resolve(role.word());
  }

  /**
   * Starts a role's process unless it runs already as described; one that runs with another
   * configuration is stopped first.
   *
   * @param ensemble the machines of the ZooKeeper ensemble, used by that role alone
   * @return whether a process was started
   * @throws LocalException when an address it needs is taken
   */
  public boolean start(Role role, List<MachineSpec> ensemble) {
    try {
      Files.createDirectories(state(role));
      Files.writeString(directory.resolve(ADDRESS), spec.address());
      Launch launch = Launches.of(this, role, ensemble);
      Optional<ProcessRecord> known = ProcessRecord.read(record(role));
      Optional<Pid> running = known.flatMap(ProcessRecord::living);
      if (running.isPresent()) {
        if (known.get().fingerprint().equals(launch.fingerprint())) {
          return false;
        }
        end(role, Duration.ofSeconds(10));
      }
      Ports.of(spec, role).forEach(port -> port.requireFree(this));
      Pid pid = Launcher.start(launch, log(role));
      ProcessRecord.of(pid, launch.fingerprint()).write(record(role));
      return true;
    } catch (IOException failure) {
      throw new UncheckedIOException(
          name() + ": " + role.word() + " could not be started", failure);
    }
  }

  /** The role's process, if it runs. */
  public Optional<Pid> pid(Role role) {
    return ProcessRecord.read(record(role)).flatMap(ProcessRecord::living);
  }

  /** Sends a signal and waits until the process has ended. */
  public void stop(Role role, Signal signal, Duration patience) {
    Optional<Pid> pid = pid(role);
    pid.ifPresent(signal::send);
    if (pid.isPresent() && !ended(pid.get(), patience)) {
      throw new LocalException(
          "%s: %s (pid %d) still runs %d s after SIG%s"
              .formatted(name(), role.word(), pid.get().number(), patience.toSeconds(), signal));
    }
  }

  /** Ends the role's process: asked first, forced when it hasn't ended in time. */
  public void end(Role role, Duration patience) {
    pid(role).ifPresent(pid -> end(pid, patience));
    record(role).toFile().delete();
  }

  /** The processes of this machine's HAProxy, old workers included. */
  public List<Pid> haproxies() {
    return Haproxies.below(directory);
  }

  /** Ends every process of this machine, HAProxy's too. */
  public void endAll(Duration patience) {
    for (Role role : List.of(Role.NERVE, Role.SIDECAR, Role.SYNAPSE, Role.SERVICE)) {
      end(role, patience);
    }
    haproxies().forEach(Signal.TERM::send);
    haproxies().forEach(pid -> end(pid, patience));
    end(Role.ZOOKEEPER, patience);
  }

  private static void end(Pid pid, Duration patience) {
    Signal.TERM.send(pid);
    if (!ended(pid, patience)) {
      Signal.KILL.send(pid);
      ended(pid, patience);
    }
  }

  private static boolean ended(Pid pid, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (pid.lives()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        return !pid.lives();
      }
    }
    return true;
  }

  private Path record(Role role) {
    return directory.resolve(role.word() + ".process.json");
  }
}
