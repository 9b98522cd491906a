// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** Publishes nothing, for {@code reporter_type: base}; counts as registered while told so. */
final class SilentReporter implements Reporter {

  private final InstantSource clock;
  private State state;

  SilentReporter(InstantSource clock) {
    this.clock = clock;
    this.state = state(false, clock.instant());
  }

  @Override
  public synchronized void reportUp() {
    state = state.registered() ? state : state(true, clock.instant());
  }

  @Override
  public synchronized CompletableFuture<Void> reportDown() {
    state = state.registered() ? state(false, clock.instant()) : state;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized State state() {
    return state;
  }

  @Override
  public void close() {}

  private static State state(boolean registered, Instant since) {
    return new State(registered, null, since, 0, null);
  }
}
