// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** How often HAProxy may be reloaded: at once, then not before the interval is over. */
final class Pace {

  private final InstantSource clock;
  private final RandomGenerator random;
  private Instant next = Instant.MIN;

  Pace(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  boolean mayReload() {
    return !clock.instant().isBefore(next);
  }

  /** When the next reload may be. */
  Instant next() {
    return next;
  }

  /** A reload was tried. */
  void reloaded(Duration interval, double jitter) {
    long extra = (long) (interval.toMillis() * jitter * random.nextDouble());
    next = clock.instant().plus(interval).plusMillis(extra);
  }
}
