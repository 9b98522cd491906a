// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.parts;

import java.nio.file.Path;

/** Where the project's files are. */
public final class Checkout {

  private Checkout() {}

  /**
   * One of them.
   *
   * @param name from the project's root
   */
  public static Path file(String name) {
    String bench = System.getProperty("smartstack.bench.home", "bench");
    return Path.of(bench).toAbsolutePath().normalize().resolveSibling(name);
  }
}
