// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.registry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one path of one ensemble.
 *
 * @param connected whether the ensemble answers now
 * @param since since when it does, or doesn't; null where nobody ever tried
 * @param loaded whether the path has been read at least once
 * @param backends by name; the last ones seen while the ensemble doesn't answer
 */
public record PathView(
    boolean connected, @Nullable Instant since, boolean loaded, List<RegisteredBackend> backends) {

  /** Nothing is known. */
  public static final PathView UNKNOWN = new PathView(false, null, false, List.of());

  public PathView {
    backends = List.copyOf(backends);
  }
}
