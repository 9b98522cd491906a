// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve.check;

import java.io.IOException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Says in a person's words why a check failed. */
final class Reason {

  private Reason() {}

  /**
   * The result for what a run has thrown.
   *
   * @throws InterruptedException when it was thrown because this thread was interrupted
   */
  static CheckResult failed(IOException e) throws InterruptedException {
    // An interrupt closes a virtual thread's socket, which looks like a failed read.
    if (Thread.interrupted()) {
      throw new InterruptedException("check interrupted");
    }
    return CheckResult.failed(text(e));
  }

  static String text(IOException e) {
    String message = e.getMessage();
    if (e instanceof CheckFailedException && message != null) {
      return message;
    }
    String said = message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    String lower = said.substring(0, 1).toLowerCase(Locale.ROOT) + said.substring(1);
    return e instanceof SSLException ? "TLS: " + said : lower;
  }
}
