// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * The process that answers on a runtime socket.
 *
 * @param pid its process id
 * @param startedAt when it started, in seconds since 1970
 * @param version HAProxy's version, for instance {@code 2.6.12}
 */
record Worker(long pid, long startedAt, String version) {

  /**
   * Reads the answer to {@code show info}.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Worker parse(String answer) {
    Map<String, String> values =
        answer
            .lines()
            .map(line -> line.split(": ", 2))
            .filter(pair -> pair.length == 2)
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, _) -> first));
    return new Worker(
        Long.parseLong(values.getOrDefault("Pid", "no pid")),
        Long.parseLong(values.getOrDefault("Start_time_sec", "0")),
        values.getOrDefault("Version", ""));
  }
}
