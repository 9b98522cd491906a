// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.smartstack.sidecar.config.RateLimitConfig;
import java.util.function.LongSupplier;

/**
 * A token bucket on a service's status changes. As in Nerve it starts with {@code average_rate}
 * tokens, so a rate below 1 delays even the first report. Not thread-safe.
 */
final class RateLimiter {

  private final RateLimitConfig config;
  private final LongSupplier nanoTime;
  private double tokens;
  private long refilled;

  RateLimiter(RateLimitConfig config, LongSupplier nanoTime) {
    this.config = config;
    this.nanoTime = nanoTime;
    this.tokens = Math.min(config.averageRate(), config.maxBurst());
    this.refilled = nanoTime.getAsLong();
  }

  /** What becomes of a status change. */
  enum Verdict {
    /** A token was there. */
    ALLOWED,
    /** No token was there, but the limit is only counted ({@code shadow_mode}). */
    WOULD_BE_THROTTLED,
    /** No token was there: not now. */
    THROTTLED
  }

  RateLimitConfig config() {
    return config;
  }

  /** Takes a token if there is one. */
  Verdict take() {
    if (Double.isInfinite(config.averageRate())) {
      return Verdict.ALLOWED;
    }
    long now = nanoTime.getAsLong();
    double earned = (now - refilled) / 1e9 * config.averageRate();
    tokens = Math.min(tokens + earned, config.maxBurst());
    refilled = now;
    if (tokens >= 1) {
      tokens -= 1;
      return Verdict.ALLOWED;
    }
    return config.shadowMode() ? Verdict.WOULD_BE_THROTTLED : Verdict.THROTTLED;
  }
}
