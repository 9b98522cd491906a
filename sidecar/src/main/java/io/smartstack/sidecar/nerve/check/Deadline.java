// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve.check;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * The moment until which one phase of a check may last, however many reads it needs.
 *
 * @param at on {@link System#nanoTime}'s scale
 * @param missed what to say when it has passed
 */
record Deadline(long at, String missed) {

  static Deadline in(Duration time, String whatIsMissing) {
    return new Deadline(
        System.nanoTime() + time.toNanos(), whatIsMissing + " within " + text(time));
  }

  /** Nanoseconds left, more than 0. */
  long nanos() throws SocketTimeoutException {
    long left = at - System.nanoTime();
    if (left <= 0) {
      throw exceeded();
    }
    return left;
  }

  /** Milliseconds left, rounded up, at most {@code share} of the whole. */
  int millis(int share) throws SocketTimeoutException {
    return Math.toIntExact(Math.clamp(nanos() / share / 1_000_000 + 1, 1, Integer.MAX_VALUE));
  }

  SocketTimeoutException exceeded() {
    return new SocketTimeoutException(missed);
  }

  private static String text(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
