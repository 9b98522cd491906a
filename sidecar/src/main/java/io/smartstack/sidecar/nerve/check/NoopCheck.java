// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve.check;

import java.time.Duration;

/** Asks nothing and always passes. */
record NoopCheck() implements Check {

  @Override
  public CheckResult run() {
    return CheckResult.passed("nothing to check");
  }

  @Override
  public void breakOff() {}

  @Override
  public Duration longest() {
    return Duration.ZERO;
  }
}
