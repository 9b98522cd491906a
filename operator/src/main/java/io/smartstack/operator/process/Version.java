// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.Objects;
import java.util.jar.Attributes.Name;
import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"smartstack-operator " + current()};
  }

  /** The version, or {@code latest} where classes come from a checkout. */
  static String current() {
    // Of the very jar: a package's version is that of whichever class of it was loaded first.
    URL here = Objects.requireNonNull(Version.class.getResource("Version.class"));
    try {
      return here.openConnection() instanceof JarURLConnection jar
          ? Objects.requireNonNullElse(
              jar.getMainAttributes().getValue(Name.IMPLEMENTATION_VERSION), "latest")
          : "latest";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
