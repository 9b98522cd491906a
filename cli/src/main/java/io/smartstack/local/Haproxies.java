// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** HAProxy's processes: Synapse starts them detached, so they are known by the file they serve. */
final class Haproxies {

  private Haproxies() {}

  /** Every HAProxy whose command line names a file below this directory. */
  static List<Pid> below(Path directory) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> serves(pid, directory))
        .map(Pid::of)
        .flatMap(Optional::stream)
        .toList();
  }

  private static boolean serves(long pid, Path directory) {
    Path proc = Path.of("/proc", Long.toString(pid));
    try {
      if (!Files.readString(proc.resolve("comm")).strip().equals("haproxy")) {
        return false;
      }
      String prefix = directory + "/";
      for (String argument : Files.readString(proc.resolve("cmdline")).split("\0", -1)) {
        if (argument.startsWith(prefix)) {
          return true;
        }
      }
      return false;
    } catch (IOException gone) {
      return false;
    }
  }
}
