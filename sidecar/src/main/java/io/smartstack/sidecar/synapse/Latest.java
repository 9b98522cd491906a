// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands values to a consumer on a thread of its own; a value overtaken by another is skipped. After
 * each it rests for so long that the consumer's work takes 5 % of the time at most, 2 s at most.
 */
final class Latest<T> implements AutoCloseable {

  private static final int RARELY = 20;
  private static final long LONGEST = Duration.ofSeconds(2).toNanos();

  private final AtomicReference<@Nullable T> next = new AtomicReference<>();
  private final ExecutorService thread;
  private final Consumer<T> consumer;
  private final CountDownLatch closing = new CountDownLatch(1);

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
      long start = System.nanoTime();
      consumer.accept(value);
      rest(Math.min(LONGEST, RARELY * (System.nanoTime() - start)));
    }
  }

  private void rest(long nanos) {
    try {
      var _ = closing.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until the last value is handed over, 5 s at most. */
  @Override
  public void close() {
    closing.countDown();
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
