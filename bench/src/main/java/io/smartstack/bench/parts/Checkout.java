// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.operator;

import java.nio.file.Path;

/** Where the project's files are. */
final class Checkout {

  private Checkout() {}

  static Path file(String name) {
    String bench = System.getProperty("smartstack.bench.home", "bench");
    return Path.of(bench).toAbsolutePath().normalize().resolveSibling(name);
  }
}
