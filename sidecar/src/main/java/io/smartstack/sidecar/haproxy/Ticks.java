// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Time to wait by, told as durations since the start: it only goes forward, whoever sets clocks.
 */
record Ticks(long start) {

  static final Duration AT_ONCE = Duration.ZERO;
  static final Duration NEVER = ChronoUnit.FOREVER.getDuration();

  static Ticks begin() {
    return new Ticks(System.nanoTime());
  }

  Duration now() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  boolean reached(Duration tick) {
    return now().compareTo(tick) >= 0;
  }

  Duration in(Duration pause) {
    return now().plus(pause);
  }
}
