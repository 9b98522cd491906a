// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

/**
 * A token bucket on a service's status changes ({@code rate_limiting}).
 *
 * @param averageRate status changes per second on average, more than 0, default infinite
 * @param maxBurst changes that may come at once, 1 or more, default infinite
 * @param shadowMode whether the limit is only counted and not enforced, default true
 */
public record RateLimitConfig(double averageRate, double maxBurst, boolean shadowMode) {

  /** What holds when {@code rate_limiting} is absent. */
  public static RateLimitConfig unlimited() {
    return new RateLimitConfig(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, true);
  }
}
