// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.operator;

import java.util.concurrent.TimeUnit;

/** The end of a process. */
final class Ending {

  private Ending() {}

  /** SIGTERM, and the end; killed when it takes longer. */
  static void of(Process process, int seconds) {
    process.destroy();
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
