// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import java.time.Duration;
import java.util.concurrent.Delayed;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One virtual thread that does its work in the order it came, one piece at a time. What a piece of
 * work throws is logged and ends nothing else; work that comes after the end is dropped.
 */
final class Mailbox implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Mailbox.class);

  private final String name;
  private final ScheduledThreadPoolExecutor thread;
  private final ReentrantLock turn = new ReentrantLock();
  private final AtomicInteger waiting = new AtomicInteger();

  Mailbox(String name) {
    this.name = name;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofVirtual().name(name).factory(), new ThreadPoolExecutor.DiscardPolicy());
    thread.setRemoveOnCancelPolicy(true);
  }

  void execute(Runnable work) {
    waiting.incrementAndGet();
    after(
        Duration.ZERO,
        () -> {
          waiting.decrementAndGet();
          work.run();
        });
  }

  /**
   * Does this at once, on the caller's own thread, when nothing else is being done or waits; as
   * {@link #execute} otherwise. A hand-over costs more than most of the work here.
   */
  void here(Runnable work) {
    if (waiting.get() > 0 || thread.isShutdown() || !turn.tryLock()) {
      execute(work);
      return;
    }
    try {
      safely(work);
    } finally {
      turn.unlock();
    }
  }

  void after(Duration delay, Runnable work) {
    var _ = schedule(delay, work);
  }

  Future<?> schedule(Duration delay, Runnable work) {
    return thread.schedule(() -> safely(work), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void safely(Runnable work) {
    turn.lock();
    try {
      work.run();
    } catch (RejectedExecutionException e) {
      log.atDebug().log("{}: ended", name);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("{}: {}", name, e.toString());
    } finally {
      turn.unlock();
    }
  }

  /** Does this after the work that waits already, then ends the thread; waits 5 s at most. */
  void finish(Runnable last) {
    execute(last);
    thread
        .getQueue()
        .removeIf(task -> task instanceof Delayed d && d.getDelay(TimeUnit.MILLISECONDS) > 0);
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

  /** Ends the thread; work under way is interrupted, waiting work is dropped. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
