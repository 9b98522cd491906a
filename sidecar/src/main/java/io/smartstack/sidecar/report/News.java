// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.report;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Where the thread of a znode waits; of several reports only the last one counts. */
final class News {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable SidecarReport report;
  private boolean woken;
  private boolean ended;
  private boolean toRemove;

  /** Wakes the thread unless the same was said before. */
  void say(SidecarReport now) {
    lock.lock();
    try {
      if (!now.equals(report)) {
        report = now;
        wakeLocked();
      }
    } finally {
      lock.unlock();
    }
  }

  void wake() {
    lock.lock();
    try {
      wakeLocked();
    } finally {
      lock.unlock();
    }
  }

  void end(boolean remove) {
    lock.lock();
    try {
      ended = true;
      toRemove = remove;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for news; false when it is over. */
  boolean await() throws InterruptedException {
    lock.lock();
    try {
      while (!woken && !ended) {
        changed.await();
      }
      woken = false;
      return !ended;
    } finally {
      lock.unlock();
    }
  }

  @Nullable SidecarReport report() {
    lock.lock();
    try {
      return report;
    } finally {
      lock.unlock();
    }
  }

  boolean isOver() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  boolean toRemove() {
    lock.lock();
    try {
      return toRemove;
    } finally {
      lock.unlock();
    }
  }

  private void wakeLocked() {
    woken = true;
    changed.signalAll();
  }
}
