// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the version in the jar's manifest. */
public final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = manifest();
    return new String[] {"smartstack " + (version == null ? "(from a checkout)" : version)};
  }

  /**
   * The version alone, {@code latest} where classes come from a checkout; an operator's is alike.
   */
  static String current() {
    return Objects.requireNonNullElse(manifest(), "latest");
  }

  private static @Nullable String manifest() {
    return Version.class.getPackage().getImplementationVersion();
  }
}
