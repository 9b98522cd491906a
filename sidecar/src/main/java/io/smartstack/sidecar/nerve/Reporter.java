// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Publishes one service. Calls return at once; the reporter then works towards the last status it
 * was told until the registry has acknowledged it, however often that fails.
 */
public interface Reporter {

  /** The service is up: publish it, and put it back whenever it is lost. */
  void reportUp();

  /**
   * The service is down: withdraw it.
   *
   * @return completes when the registry has acknowledged that nothing is published any more
   */
  CompletableFuture<Void> reportDown();

  /** What is published now. */
  State state();

  /**
   * Stops without changing what is published; whoever wants it withdrawn calls {@link #reportDown}
   * first.
   */
  void close();

  /**
   * What a reporter knows about its registration.
   *
   * @param registered whether the registry has acknowledged the registration and nothing has
   *     contradicted it since
   * @param path the znode, null when there is none
   * @param since when {@code registered} last changed
   * @param failures failed attempts in a row, 0 when the last one succeeded
   * @param error what the last failed attempt said, null when the last one succeeded
   */
  record State(
      boolean registered,
      @Nullable String path,
      Instant since,
      int failures,
      @Nullable String error) {}
}
