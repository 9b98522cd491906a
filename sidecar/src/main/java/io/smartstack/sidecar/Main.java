// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar;

import io.smartstack.sidecar.cli.Commands;

/** The sidecar's own entry point: {@code nerve}, {@code synapse} or {@code sidecar}. */
public final class Main {

  private Main() {}

  /** Runs one command and exits with its status. */
  public static void main(String[] arguments) {
    System.exit(Commands.run(arguments));
  }
}
