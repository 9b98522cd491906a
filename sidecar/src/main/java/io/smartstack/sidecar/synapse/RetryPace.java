// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import io.smartstack.sidecar.config.RetryPolicyConfig;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a failed read is repeated: doubling pauses, 50–100 % of each at random.
 * Where the original gives up and exits, a run merely ends and the next one begins after the
 * longest pause.
 */
final class RetryPace {

  private final RetryPolicyConfig policy;
  private final RandomGenerator random;
  private int failures;
  private Duration waited = Duration.ZERO;

  RetryPace(RetryPolicyConfig policy, RandomGenerator random) {
    this.policy = policy;
    this.random = random;
  }

  /**
   * The next step after a failure.
   *
   * @param pause how long to wait
   * @param runEnds whether the policy's attempts or its time are used up
   */
  record Step(Duration pause, boolean runEnds) {}

  /** Counts a failure. */
  Step failed() {
    failures++;
    Duration pause = pause();
    if (failures >= policy.maxAttempts() || waited.plus(pause).compareTo(policy.maxDelay()) > 0) {
      reset();
      return new Step(policy.maxInterval(), true);
    }
    waited = waited.plus(pause);
    return new Step(pause, false);
  }

  /** Forgets all failures. */
  void reset() {
    failures = 0;
    waited = Duration.ZERO;
  }

  private Duration pause() {
    double base = policy.baseInterval().toNanos();
    double longest = policy.maxInterval().toNanos();
    double doubled = Math.min(base * Math.pow(2, failures - 1.0), longest);
    double part = doubled * (0.5 + random.nextDouble() / 2);
    return Duration.ofNanos((long) Math.max(part, base));
  }
}
