// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses between attempts: doubling from 100 ms to 5 s, each 50–100 % of its length. */
final class Backoff {

  private static final long FIRST = Duration.ofMillis(100).toNanos();
  static final Duration LONGEST = Duration.ofSeconds(5);

  private final RandomGenerator random;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** The pause after this many failures in a row, 1 or more. */
  Duration after(int failures) {
    long pause = Math.min(FIRST << Math.min(failures - 1, 20), LONGEST.toNanos());
    return Duration.ofNanos(random.nextLong(pause / 2, pause + 1));
  }

  /** A duration of 80–120 % of the one given. */
  Duration around(Duration period) {
    return Duration.ofNanos((long) (period.toNanos() * random.nextDouble(0.8, 1.2)));
  }
}
