// SPDX-License-Identifier: Apache-2.0
package io.smartstack.apiserver;

/** kubectl or helm ended with a status other than 0. The message has all that it said. */
public final class CommandFailedException extends RuntimeException {

  private final int status;
  private final String stderr;

  CommandFailedException(String command, int status, String stdout, String stderr) {
    super("%s ended with %d:%n%s%s".formatted(command, status, stderr, stdout));
    this.status = status;
    this.stderr = stderr;
  }

  /** The exit status, never 0. */
  public int status() {
    return status;
  }

  /** What the command wrote to its standard error. */
  public String stderr() {
    return stderr;
  }
}
