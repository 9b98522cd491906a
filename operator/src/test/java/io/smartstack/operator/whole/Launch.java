// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import io.smartstack.operator.process.OnLoopback;
import io.smartstack.operator.process.OperatorCommand;

/** Starts the operator so that it knows its version. */
public final class Launch {

  private Launch() {}

  /** The arguments of {@link OnLoopback}. */
  public static void main(String[] arguments) throws ClassNotFoundException {
    // A package has the manifest of the jar of its first class: not one of ours, please.
    Class.forName(OperatorCommand.class.getName());
    OnLoopback.main(arguments);
  }
}
