// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the kernel says of processes. */
public final class Processes {

  /** Linux has counted in hundredths of a second for as long as anybody asks. */
  private static final double TICKS_PER_SECOND = 100;

  private Processes() {}

  /**
   * Processor time used so far by a process, all its threads together, in seconds; finer than a
   * tick where the kernel tells.
   *
   * @throws IOException when it is gone
   */
  public static double cpuSeconds(long pid) throws IOException {
    Path tasks = Path.of("/proc", Long.toString(pid), "task");
    double sum = 0;
    boolean told = false;
    try (var threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        Optional<Long> nanos = schedstat(thread.resolve("schedstat"));
        told |= nanos.isPresent();
        sum += nanos.orElse(0L) / 1e9;
      }
    }
    // Threads that have ended are in the process's own sum alone.
    double ticks = ticks(pid);
    return told && ticks - sum < 0.1 ? sum : ticks;
  }

  private static Optional<Long> schedstat(Path file) {
    try {
      return Optional.of(Long.parseLong(Files.readString(file).split(" ", 2)[0]));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static double ticks(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /**
   * A process's share of memory (PSS), in MiB.
   *
   * @throws IOException when it is gone or somebody else's
   */
  public static double pssMebibytes(long pid) throws IOException {
    return rollup(pid, "Pss:");
  }

  /** Memory that is this process's alone and was written (anonymous), in MiB. */
  public static double anonymousMebibytes(long pid) throws IOException {
    return rollup(pid, "Anonymous:");
  }

  private static double rollup(long pid, String key) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup"));
    return lines.stream()
            .filter(line -> line.startsWith(key))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum()
        / 1024.0;
  }

  /** Processes of a program whose command line names something below a directory. */
  public static List<Long> below(Path directory, String program) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> is(pid, program) && names(pid, directory + "/"))
        .toList();
  }

  private static boolean is(long pid, String program) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "comm")).strip().equals(program);
    } catch (IOException gone) {
      return false;
    }
  }

  private static boolean names(long pid, String prefix) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
      return List.of(line.split("\0", -1)).stream().anyMatch(word -> word.startsWith(prefix));
    } catch (IOException gone) {
      return false;
    }
  }
}
