// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"smartstack-operator " + current()};
  }

  /** The version, or {@code latest} where classes come from a checkout. */
  static String current() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "latest");
  }
}
