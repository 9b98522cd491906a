// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How often HAProxy may be reloaded: at once, then not before the interval is over. */
final class Pace {

  private final Ticks ticks;
  private final RandomGenerator random;
  private Duration next = Ticks.AT_ONCE;

  Pace(Ticks ticks, RandomGenerator random) {
    this.ticks = ticks;
    this.random = random;
  }

  boolean mayReload() {
    return ticks.reached(next);
  }

  /** When the next reload may be. */
  Duration next() {
    return next;
  }

  /** A reload was tried. */
  void reloaded(Duration interval, double jitter) {
    long extra = (long) (interval.toMillis() * jitter * random.nextDouble());
    next = ticks.in(interval).plusMillis(extra);
  }
}
