// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve.check;

import io.smartstack.sidecar.config.CheckConfig;
import java.io.IOException;
import java.time.Duration;

/** Connects and hangs up. */
final class TcpCheck implements Check {

  private final Duration timeout;
  private final Target target;

  TcpCheck(CheckConfig.Tcp config) {
    this.timeout = config.timeout();
    this.target = new Target(config.host(), config.port());
  }

  @Override
  public CheckResult run() throws InterruptedException {
    try {
      target.connect(Deadline.in(timeout, "no connection")).close();
      return CheckResult.passed("connected");
    } catch (IOException e) {
      return Reason.failed(e);
    }
  }

  @Override
  public void breakOff() {
    target.hangUp();
  }

  @Override
  public Duration longest() {
    return timeout;
  }
}
