// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process, told apart from a later one that got the same number.
 *
 * @param number its process id
 * @param started when it started, in the kernel's own count since boot (where there is no /proc:
 *     the epoch millisecond)
 */
public record Pid(long number, String started) {

  private static final Path PROC = Path.of("/proc");
  private static final int STATE = 0;
  private static final int START_TIME = 19;

  /** The process that has this number now; empty when there is none or only its remains. */
  public static Optional<Pid> of(long number) {
    return startOf(number).map(started -> new Pid(number, started));
  }

  /** Whether this very process still runs. */
  public boolean lives() {
    return startOf(number).filter(started::equals).isPresent();
  }

  private static Optional<String> startOf(long number) {
    if (!Files.isDirectory(PROC.resolve("self"))) {
      return ProcessHandle.of(number)
          .filter(ProcessHandle::isAlive)
          .flatMap(handle -> handle.info().startInstant())
          .map(instant -> Long.toString(instant.toEpochMilli()));
    }
    try {
      String stat = Files.readString(PROC.resolve(number + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean remains = fields[STATE].equals("Z") || fields[STATE].equals("X");
      return remains ? Optional.empty() : Optional.of(fields[START_TIME]);
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
