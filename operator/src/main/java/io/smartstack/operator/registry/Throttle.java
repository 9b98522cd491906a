// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Passes things on, each thing at most once in a while: the first at once, and what came during the
 * pause once after it.
 */
final class Throttle<T> {

  /** Does something later, or never once everything has stopped. */
  interface Timer {
    void after(Duration pause, Runnable action);
  }

  private final Duration pause;
  private final Timer timer;
  private final Consumer<T> sink;
  private final Map<T, Boolean> again = new HashMap<>();

  Throttle(Duration pause, Timer timer, Consumer<T> sink) {
    this.pause = pause;
    this.timer = timer;
    this.sink = sink;
  }

  void offer(T thing) {
    synchronized (this) {
      if (again.replace(thing, true) != null) {
        return;
      }
      again.put(thing, false);
    }
    pass(thing);
  }

  private void pass(T thing) {
    timer.after(pause, () -> paused(thing));
    sink.accept(thing);
  }

  private void paused(T thing) {
    synchronized (this) {
      if (Boolean.FALSE.equals(again.remove(thing))) {
        return;
      }
      again.put(thing, false);
    }
    pass(thing);
  }

  /** Things within their pause. */
  synchronized int size() {
    return again.size();
  }
}
