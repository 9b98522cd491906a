// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator;

import io.smartstack.operator.process.OperatorCommand;

/** The operator's entry point. */
public final class Main {

  private Main() {}

  /** Runs until SIGTERM, or until something is lost that only a new process brings back. */
  public static void main(String[] arguments) {
    System.exit(OperatorCommand.run(arguments));
  }
}
