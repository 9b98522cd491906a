// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Signals that a person would send. */
public enum Signal {
  /** Please stop. */
  TERM,
  /** Ctrl-C. */
  INT,
  /** Stop at once, nothing is tidied up. */
  KILL;

  private static final int PATIENCE_SECONDS = 5;

  /** Sends this signal; a process that is gone already gets none, nor does one that took its id. */
  public void send(Pid pid) {
    if (!pid.lives()) {
      return;
    }
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name(), Long.toString(pid.number()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!kill.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        kill.destroyForcibly();
      }
    } catch (IOException noKill) {
      throw new LocalException("kill could not be run: " + noKill.getMessage());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
