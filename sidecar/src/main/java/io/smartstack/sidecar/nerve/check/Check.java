// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve.check;

import io.smartstack.sidecar.config.CheckConfig;
import java.time.Duration;

/** A question that a service must answer to be called healthy. */
public sealed interface Check permits HttpCheck, TcpCheck, NoopCheck {

  /**
   * Asks once. Blocks the calling thread for at most {@link #longest}; whatever goes wrong is a
   * failed result, never an exception.
   *
   * @throws InterruptedException when the thread is interrupted, on a platform thread perhaps only
   *     after {@link #breakOff}; the connection is closed
   */
  CheckResult run() throws InterruptedException;

  /** Closes the connection of a run under way, whose thread was interrupted before. */
  void breakOff();

  /** The longest a run may take: the sum of its timeouts. */
  Duration longest();

  /** The check that a configuration asks for. */
  static Check of(CheckConfig config) {
    return switch (config) {
      case CheckConfig.Http http -> new HttpCheck(http);
      case CheckConfig.Tcp tcp -> new TcpCheck(tcp);
      case CheckConfig.Noop noop -> new NoopCheck();
    };
  }
}
