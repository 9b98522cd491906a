// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel says of a process. */
record Spent(long pid) {

  private static final double TICKS_PER_SECOND = 100;

  /** CPU seconds since its start. */
  double cpu() throws IOException {
    String stat = Files.readString(file("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /** Its share of memory now, MiB. */
  double pss() throws IOException {
    return kilobytes("smaps_rollup", "Pss:") / 1024.0;
  }

  /** The most that was ever resident, MiB. */
  double peak() throws IOException {
    return kilobytes("status", "VmHWM:") / 1024.0;
  }

  private long kilobytes(String name, String key) throws IOException {
    List<String> lines = Files.readAllLines(file(name));
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
        .findFirst()
        .orElseThrow();
  }

  private Path file(String name) {
    return Path.of("/proc", Long.toString(pid), name);
  }
}
