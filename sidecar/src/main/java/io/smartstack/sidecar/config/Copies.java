// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import java.util.List;
import java.util.stream.IntStream;

/** The names a service runs under: its own, or as many as {@code load_test_concurrency} asks. */
final class Copies {

  private static final int MOST = 10_000;

  private Copies() {}

  static List<String> of(String name, Section section) {
    String key = "load_test_concurrency";
    int copies = section.whole(key, 1, 0, MOST);
    return section.take(key) == null
        ? List.of(name)
        : IntStream.range(0, copies).mapToObj(i -> name + "_" + i).toList();
  }
}
