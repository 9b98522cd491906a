// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the version in the jar's manifest. */
public final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"smartstack " + (version == null ? "(from a checkout)" : version)};
  }
}
