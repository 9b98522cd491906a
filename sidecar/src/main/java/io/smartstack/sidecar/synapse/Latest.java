// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands values to a consumer on a thread of its own; a value overtaken by another is skipped. */
final class Latest<T> implements AutoCloseable {

  private final AtomicReference<@Nullable T> next = new AtomicReference<>();
  private final ExecutorService thread;
  private final Consumer<T> consumer;

  Latest(String name, Consumer<T> consumer) {
    this.thread = Executors.newSingleThreadExecutor(Thread.ofVirtual().name(name).factory());
    this.consumer = consumer;
  }

  void put(T value) {
    if (next.getAndSet(value) == null) {
      thread.execute(this::take);
    }
  }

  private void take() {
    T value = next.getAndSet(null);
    if (value != null) {
      consumer.accept(value);
    }
  }

  /** Waits until the last value is handed over, 5 s at most. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
