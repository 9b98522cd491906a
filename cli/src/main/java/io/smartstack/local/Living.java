// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * A process that lives.
 *
 * @param machine where it runs
 * @param what its role, or {@code haproxy}
 * @param pid its process id
 * @param log what it says
 */
public record Living(Machine machine, String what, Pid pid, Path log) {

  /** One line per process on record below a directory. */
  public static List<Living> below(Path base) {
    List<Living> living = new ArrayList<>();
    for (Machine machine : onRecord(base)) {
      for (Role role : Role.values()) {
        machine
            .pid(role)
            .ifPresent(pid -> living.add(new Living(machine, role.word(), pid, machine.log(role))));
      }
      machine
          .haproxies()
          .forEach(
              pid -> living.add(new Living(machine, "haproxy", pid, machine.log(Role.SYNAPSE))));
    }
    return living;
  }

  /** Ends every process on record below a directory; returns how many there were. */
  public static int end(Path base, Consumer<String> progress) {
    List<Living> living = below(base);
    for (Machine machine : onRecord(base)) {
      List<String> names =
          living.stream()
              .filter(l -> l.machine().name().equals(machine.name()))
              .map(l -> l.what() + " " + l.pid().number())
              .toList();
      if (!names.isEmpty()) {
        progress.accept(machine.name() + ": ending " + String.join(", ", names));
      }
      machine.endAll(Duration.ofSeconds(10));
    }
    return living.size();
  }

  private static List<Machine> onRecord(Path base) {
    Path directory = base.toAbsolutePath().normalize();
    List<Machine> found = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return found;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory, Files::isDirectory)) {
      for (Path folder : folders) {
        found.add(Machine.onRecord(folder));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(directory + " can't be read", failure);
    }
    // ZooKeeper last, so that the others can still take their leave of it.
    found.sort(
        Comparator.comparing((Machine m) -> m.pid(Role.ZOOKEEPER).isPresent())
            .thenComparing(Machine::name));
    return found;
  }
}
