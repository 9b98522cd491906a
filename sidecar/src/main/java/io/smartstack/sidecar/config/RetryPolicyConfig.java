// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import java.time.Duration;

/**
 * How a failed ZooKeeper call is repeated ({@code retry_policy}): doubling pauses with 50–100 %
 * randomness.
 *
 * @param maxAttempts attempts in one run, 1 or more, default 10
 * @param maxDelay longest total of one run, default 600 s
 * @param baseInterval first pause, default 500 ms
 * @param maxInterval longest pause, default 60 s
 */
public record RetryPolicyConfig(
    int maxAttempts, Duration maxDelay, Duration baseInterval, Duration maxInterval) {

  /** What holds when {@code retry_policy} is absent: Synapse's own defaults. */
  public static RetryPolicyConfig defaults() {
    return new RetryPolicyConfig(
        10, Duration.ofSeconds(600), Duration.ofMillis(500), Duration.ofSeconds(60));
  }
}
