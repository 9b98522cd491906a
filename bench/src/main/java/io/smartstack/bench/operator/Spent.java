// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.operator;

import io.smartstack.bench.parts.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel says of a process. */
record Spent(long pid) {

  /** CPU seconds since its start. */
  double cpu() throws IOException {
    return Processes.cpuSeconds(pid);
  }

  /** Its share of memory now, MiB. */
  double pss() throws IOException {
    return Processes.pssMebibytes(pid);
  }

  /** The most that was ever resident, MiB. */
  double peak() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
            .findFirst()
            .orElseThrow()
        / 1024.0;
  }
}
