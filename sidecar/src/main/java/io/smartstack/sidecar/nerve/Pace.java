// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import java.time.Duration;

/**
 * When a check runs: every interval from start to start, never two at once. All times are {@link
 * System#nanoTime}'s, so a clock that is set changes nothing.
 *
 * @param interval nanoseconds, more than 0
 */
record Pace(long interval) {

  static Pace of(Duration interval) {
    return new Pace(Math.max(1_000_000, interval.toNanos()));
  }

  /**
   * When the second run is due: earlier than an interval, so that services spread by themselves.
   */
  long second(long start, long end, double random) {
    return later(start + (long) (interval * (0.5 + random / 2)), end);
  }

  /**
   * When the run after this one is due. A run that takes longer than the interval is followed at
   * once by the next; runs that were missed (the machine slept, the process was stopped) are not
   * made up for.
   */
  long next(long due, long start, long end) {
    long from = start - due >= interval ? start : due;
    return later(from + interval, end);
  }

  private static long later(long a, long b) {
    return a - b > 0 ? a : b;
  }
}
