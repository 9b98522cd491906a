// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.smartstack.sidecar.config.ReporterConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A service's place in the registry across changes of what is published there.
 *
 * <p>A changed publication gets a reporter of its own. While the service is up, the new znode is
 * made before the old one is withdrawn, so callers always see one; they may see both for a moment.
 * A znode whose name has no sequence number is taken over by the new reporter, and withdrawn first
 * only if the other kind (ephemeral or persistent) is to take its name. An old reporter is closed
 * only when the registry has acknowledged its withdrawal: none is left behind by an outage.
 */
final class Publisher {

  private static final Duration POLL = Duration.ofMillis(50);

  private final ReporterFactory factory;
  private final Surroundings surroundings;
  private final Set<Reporter> leaving = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Reporter> inTheWay = Collections.newSetFromMap(new IdentityHashMap<>());
  private Publication publication;
  private Reporter current;
  private Told told = Told.NOTHING;
  private boolean closed;

  private enum Told {
    NOTHING,
    UP,
    DOWN
  }

  Publisher(Publication publication, Surroundings surroundings) {
    this.factory = surroundings.reporters();
    this.surroundings = surroundings;
    this.publication = publication;
    this.current = reporter(publication);
  }

  synchronized Publication publication() {
    return publication;
  }

  synchronized Reporter.State state() {
    return current.state();
  }

  synchronized void up() {
    told = Told.UP;
    tell();
  }

  /** Withdraws everything; completes when the registry has acknowledged that. */
  synchronized CompletableFuture<Void> down() {
    told = Told.DOWN;
    List<CompletableFuture<Void>> withdrawn = new ArrayList<>();
    List.copyOf(leaving).forEach(reporter -> withdrawn.add(reporter.reportDown()));
    if (inTheWay.isEmpty()) {
      withdrawn.add(current.reportDown());
    }
    return CompletableFuture.allOf(withdrawn.toArray(CompletableFuture<?>[]::new));
  }

  /** Publishes something else from now on; whether the service is up stays as it was. */
  synchronized void replace(Publication next) {
    Reporter old = current;
    boolean clash = publication.excludes(next);
    publication = next;
    current = reporter(next);
    leaving.add(old);
    if (clash) {
      inTheWay.add(old);
      withdraw(old);
    } else if (told == Told.UP) {
      tell();
      Reporter successor = current;
      Thread.ofVirtual().name("hand-over").start(() -> handOver(old, successor));
    } else {
      withdraw(old);
    }
  }

  /** Ends all reporters without changing what is published. */
  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    leaving.forEach(Reporter::close);
    leaving.clear();
    current.close();
  }

  private Reporter reporter(Publication of) {
    return switch (of.service().reporter()) {
      case ReporterConfig.ZooKeeper zk -> factory.create(of.instanceId(), of.service());
      case ReporterConfig.None none -> new SilentReporter(surroundings.clock());
    };
  }

  private void tell() {
    if (!inTheWay.isEmpty()) {
      return;
    }
    switch (told) {
      case UP -> current.reportUp();
      case DOWN -> {
        var _ = current.reportDown();
      }
      case NOTHING -> {}
    }
  }

  private void handOver(Reporter old, Reporter successor) {
    long end = System.nanoTime() + surroundings.patience().toNanos();
    try {
      while (waitsFor(successor) && end - System.nanoTime() > 0) {
        Thread.sleep(POLL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    withdraw(old);
  }

  private synchronized boolean waitsFor(Reporter successor) {
    return told == Told.UP && current.equals(successor) && !successor.state().registered();
  }

  private synchronized void withdraw(Reporter old) {
    if (!closed) {
      // On a thread of its own: the one that completes it may hold the reporter's lock.
      var _ =
          old.reportDown()
              .whenCompleteAsync((done, failure) -> gone(old), Thread::startVirtualThread);
    }
  }

  private synchronized void gone(Reporter old) {
    if (closed) {
      return;
    }
    if (leaving.remove(old)) {
      old.close();
    }
    if (inTheWay.remove(old)) {
      tell();
    }
  }
}
