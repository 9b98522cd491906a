// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.drain;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One machine's way out: withdraw every registration, then wait until no caller opens a connection
 * any more.
 */
public final class Drain {

  /** Without a new connection for this long, callers have let go. */
  static final Duration QUIET = Duration.ofSeconds(1);

  /**
   * Whose pod ends is asked to drain at once. Who is not asked within this is only restarted, and
   * nobody is to let go of it.
   */
  static final Duration ASKED_BY = Duration.ofSeconds(5);

  private static final Duration LOOK = Duration.ofMillis(50);

  private final Supplier<CompletableFuture<Void>> withdraw;
  private final Runnable restore;
  private final Supplier<Set<InetSocketAddress>> services;
  private final Connections connections;
  private final LongSupplier nanos;
  private @Nullable CompletableFuture<Void> withdrawn;

  /**
   * Nothing is drained yet.
   *
   * @param withdraw takes every registration back; completes when the registry has acknowledged it
   * @param restore lets registrations return
   * @param services where this machine's services are published
   * @param connections where connections are seen
   * @param nanos a clock like {@link System#nanoTime}
   */
  public Drain(
      Supplier<CompletableFuture<Void>> withdraw,
      Runnable restore,
      Supplier<Set<InetSocketAddress>> services,
      Connections connections,
      LongSupplier nanos) {
    this.withdraw = withdraw;
    this.restore = restore;
    this.services = services;
    this.connections = connections;
    this.nanos = nanos;
  }

  /** What draining has come to. */
  public enum Progress {
    /** Nobody asked for it. */
    NOT_ASKED,
    /** Asked for; the registry has not acknowledged yet. */
    DEREGISTERING,
    /** Deregistered; callers still open connections, or did within the last second. */
    CALLERS_LEAVING,
    /** Deregistered, and no caller opened a connection for a second. */
    DRAINED
  }

  /** Begins to drain; does nothing when it has begun already. */
  public synchronized void begin() {
    if (withdrawn == null) {
      withdrawn = withdraw.get();
    }
  }

  /** Ends draining: services that are up register again. */
  public synchronized void end() {
    if (withdrawn != null) {
      withdrawn = null;
      restore.run();
    }
  }

  /** Whether draining has begun and has not been ended. */
  public synchronized boolean begun() {
    return withdrawn != null;
  }

  /**
   * Waits until drained, or for as long as {@code limit}, whichever comes first; also waits for
   * draining to be asked for, but no longer than 5 s.
   *
   * @return what draining has come to
   * @throws InterruptedException when the waiting thread is interrupted
   */
  public Progress await(Duration limit) throws InterruptedException {
    long began = nanos.getAsLong();
    long deadline = began + limit.toNanos();
    Set<String> known = new HashSet<>();
    long quietSince = Long.MIN_VALUE;
    Progress progress = Progress.NOT_ASKED;
    while (true) {
      long now = nanos.getAsLong();
      progress = registration();
      if (progress == Progress.CALLERS_LEAVING) {
        Set<String> open = connections.to(services.get());
        boolean news = known.addAll(open);
        if (news || quietSince == Long.MIN_VALUE) {
          quietSince = now;
        } else if (now - quietSince >= QUIET.toNanos()) {
          return Progress.DRAINED;
        }
      }
      boolean neverAsked = progress == Progress.NOT_ASKED && now - began >= ASKED_BY.toNanos();
      if (now >= deadline || neverAsked) {
        return progress;
      }
      Thread.sleep(Duration.ofNanos(Math.clamp(deadline - now, 1, LOOK.toNanos())));
    }
  }

  private synchronized Progress registration() {
    if (withdrawn == null) {
      return Progress.NOT_ASKED;
    }
    return withdrawn.isDone() ? Progress.CALLERS_LEAVING : Progress.DEREGISTERING;
  }
}
