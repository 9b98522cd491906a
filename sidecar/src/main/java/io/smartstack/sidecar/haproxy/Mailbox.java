// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Holds the latest of what was put in; whoever takes it never sees what was overtaken meanwhile.
 *
 * @param <T> what is put in
 */
final class Mailbox<T> {

  private final Lock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private @Nullable T latest;

  void put(T value) {
    lock.lock();
    try {
      latest = value;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The latest, null when nothing came in time. */
  @Nullable T take(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (latest == null && left > 0) {
        left = news.awaitNanos(left);
      }
      T taken = latest;
      latest = null;
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
