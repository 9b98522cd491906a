// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a reporter's thread was told, and where it waits for news. Futures complete outside the
 * lock: whoever waits for them may hold locks of its own.
 */
final class Mailbox {

  /** What the service asked for last. */
  enum Wish {
    NONE,
    UP,
    DOWN
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private Wish wish = Wish.NONE;
  private @Nullable CompletableFuture<Void> withdrawal;
  private boolean woken;
  private boolean closed;

  void wishUp() {
    CompletableFuture<Void> overtaken = null;
    lock.lock();
    try {
      if (wish != Wish.UP) {
        overtaken = withdrawal;
        told(Wish.UP, null);
      }
    } finally {
      lock.unlock();
    }
    if (overtaken != null) {
      overtaken.cancel(false);
    }
  }

  /** The future of the wish; every repetition of it has the same one. */
  CompletableFuture<Void> wishDown() {
    lock.lock();
    try {
      CompletableFuture<Void> withdrawn = withdrawal;
      if (wish != Wish.DOWN || withdrawn == null) {
        withdrawn = new CompletableFuture<>();
        told(Wish.DOWN, withdrawn);
      }
      if (closed) {
        withdrawn.cancel(false);
      }
      return withdrawn;
    } finally {
      lock.unlock();
    }
  }

  Wish wish() {
    lock.lock();
    try {
      return wish;
    } finally {
      lock.unlock();
    }
  }

  /** Acknowledges a wish; nothing happens when it was overtaken by another. */
  void done(Wish fulfilled) {
    CompletableFuture<Void> acknowledged;
    lock.lock();
    try {
      acknowledged = fulfilled == wish ? withdrawal : null;
    } finally {
      lock.unlock();
    }
    if (acknowledged != null) {
      acknowledged.complete(null);
    }
  }

  void wake() {
    lock.lock();
    try {
      woken = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    CompletableFuture<Void> open;
    lock.lock();
    try {
      closed = true;
      open = withdrawal;
      news.signalAll();
    } finally {
      lock.unlock();
    }
    if (open != null) {
      open.cancel(false);
    }
  }

  /** Waits for news, at most this long; false when the mailbox was closed. */
  boolean await(Duration pause) throws InterruptedException {
    lock.lock();
    try {
      long left = pause.toNanos();
      while (!woken && !closed && left > 0) {
        left = news.awaitNanos(left);
      }
      woken = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void told(Wish next, @Nullable CompletableFuture<Void> acknowledged) {
    wish = next;
    withdrawal = acknowledged;
    woken = true;
    news.signalAll();
  }
}
