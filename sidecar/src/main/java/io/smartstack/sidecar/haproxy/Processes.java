// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What HAProxy's master tells of its processes.
 *
 * @param master the master's pid
 * @param failed how many reloads failed since the last that succeeded
 * @param worker the pid of the worker that takes connections, empty when there is none
 * @param reloads how many reloads that worker has seen, empty when there is none
 */
record Processes(long master, int failed, OptionalLong worker, OptionalInt reloads) {

  private static final Pattern MASTER =
      Pattern.compile("(?m)^(\\d+)\\s+master\\s+\\d+(?:\\s+\\[failed: (\\d+)])?");
  private static final Pattern WORKER =
      Pattern.compile("(?m)^# workers\\n(\\d+)\\s+worker\\s+(\\d+)");

  /**
   * Reads the answer to {@code show proc}.
   *
   * @throws IllegalArgumentException when it names no master
   */
  static Processes parse(String answer) {
    Matcher master = MASTER.matcher(answer);
    if (!master.find()) {
      throw new IllegalArgumentException("not what a master says: " + answer);
    }
    Matcher worker = WORKER.matcher(answer);
    boolean works = worker.find();
    String failed = master.group(2);
    return new Processes(
        Long.parseLong(master.group(1)),
        failed == null ? 0 : Integer.parseInt(failed),
        works ? OptionalLong.of(Long.parseLong(worker.group(1))) : OptionalLong.empty(),
        works ? OptionalInt.of(Integer.parseInt(worker.group(2))) : OptionalInt.empty());
  }
}
