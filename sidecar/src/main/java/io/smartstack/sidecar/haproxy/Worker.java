// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

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
    return new Worker(
        Long.parseLong(value(answer, "Pid", "no pid")),
        Long.parseLong(value(answer, "Start_time_sec", "0")),
        value(answer, "Version", ""));
  }

  // Of some eighty lines, four times a second: nothing is made of those that nobody reads.
  private static String value(String answer, String key, String otherwise) {
    String start = key + ": ";
    int at = answer.startsWith(start) ? 0 : answer.indexOf("\n" + start) + 1;
    if (at == 0 && !answer.startsWith(start)) {
      return otherwise;
    }
    int from = at + start.length();
    int end = answer.indexOf('\n', from);
    return answer.substring(from, end < 0 ? answer.length() : end);
  }
}
