// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's hold on the Lease.
 *
 * <p>It leads from a write of the Lease that the API server has acknowledged, for as long as the
 * last such write was sent less than the deadline ago by this process's own monotonic clock: a
 * process that was frozen knows it at its first look at the clock, before it asks anybody. Others'
 * times are never compared with ours; a Lease is free when we have seen it unchanged for as long as
 * it says. Once lost, it is never taken again: the process has to go.
 *
 * <p>Fabric8's own elector, as of 7.5, calls back on what it reads before its own write succeeded
 * (kubernetes-client #7350), so two may believe that they lead.
 */
final class Leadership implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Leadership.class);

  private final LeaseStore store;
  private final String namespace;
  private final String name;
  private final String identity;
  private final LeaderTerms terms;
  private final LongSupplier nanoTime;
  private final Loss loss;

  private final AtomicBoolean lost = new AtomicBoolean();
  private volatile boolean leading;
  private volatile long renewedAt;
  private volatile long lookedAt;
  private @Nullable Lease seen;
  private long seenSince;
  private @Nullable Thread thread;

  /** What happens, once, when the lease is lost; it doesn't return in a process of its own. */
  interface Loss {
    void because(String reason);
  }

  Leadership(
      LeaseStore store,
      String namespace,
      String name,
      String identity,
      LeaderTerms terms,
      LongSupplier nanoTime,
      Loss loss) {
    this.store = store;
    this.namespace = namespace;
    this.name = name;
    this.identity = identity;
    this.terms = terms;
    this.nanoTime = nanoTime;
    this.loss = loss;
    this.lookedAt = nanoTime.getAsLong();
  }

  /** Whether this process may write now. Ends the leadership where it finds it outdated. */
  boolean held() {
    if (!leading) {
      return false;
    }
    if (since(renewedAt).compareTo(terms.deadline()) < 0) {
      return true;
    }
    lose("not renewed for " + since(renewedAt).toMillis() + " ms");
    return false;
  }

  /** Whether its thread still looks at the Lease. */
  boolean alive() {
    return since(lookedAt).compareTo(terms.lease().multipliedBy(4)) < 0;
  }

  /**
   * Tries, and goes on trying until it is closed.
   *
   * @param began runs once, on a thread of its own, when this process leads
   */
  void start(Runnable began) {
    thread = Thread.ofVirtual().name("leadership").start(() -> run(began));
  }

  private void run(Runnable began) {
    try {
      while (!lost.get()) {
        boolean before = leading;
        look();
        if (leading && !before) {
          log.atInfo().addKeyValue("identity", identity).log("Leads");
          Thread.ofPlatform().name("leader").start(began);
        }
        Thread.sleep(terms.retry());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** One look at the Lease: takes it when it is free, renews it when it is ours. */
  void look() {
    lookedAt = nanoTime.getAsLong();
    if (lost.get()) {
      return;
    }
    try {
      if (!leading) {
        tryToTake();
      } else if (held()) {
        renew();
      }
    } catch (KubernetesClientException e) {
      boolean conflict = e.getCode() == HttpURLConnection.HTTP_CONFLICT;
      log.atLevel(conflict || !leading ? org.slf4j.event.Level.DEBUG : org.slf4j.event.Level.WARN)
          .addKeyValue("problem", e.getMessage())
          .log(leading ? "Lease not renewed" : "Lease not taken");
      if (leading && conflict) {
        readAgain();
      }
    }
  }

  private void tryToTake() {
    Lease now = store.read();
    if (now == null) {
      write(Leases.first(namespace, name, identity, terms, Instant.now()));
      return;
    }
    if (seen == null || !version(now).equals(version(seen))) {
      seen = now;
      seenSince = nanoTime.getAsLong();
    }
    boolean free =
        Leases.holder(now).isEmpty()
            || since(seenSince).compareTo(Leases.duration(now, terms.lease())) >= 0;
    if (free) {
      write(Leases.taken(now, identity, terms, Instant.now()));
    }
  }

  private void renew() {
    if (seen != null) {
      write(Leases.renewed(seen, Instant.now()));
    }
  }

  private void write(Lease lease) {
    long sent = nanoTime.getAsLong();
    seen = store.write(lease);
    seenSince = sent;
    renewedAt = sent;
    leading = !lost.get();
  }

  /** Somebody else wrote the Lease: an edit is no matter, another holder is the end. */
  private void readAgain() {
    try {
      Lease now = store.read();
      if (Leases.holder(now).equals(identity)) {
        seen = now;
      } else {
        lose("held by '" + Leases.holder(now) + "'");
      }
    } catch (KubernetesClientException e) {
      log.atWarn().addKeyValue("problem", e.getMessage()).log("Lease not read");
    }
  }

  private void lose(String reason) {
    leading = false;
    if (lost.compareAndSet(false, true)) {
      loss.because(reason);
    }
  }

  /** Gives the Lease back, so that another needn't wait for its end. The writers must be gone. */
  @Override
  public void close() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      try {
        running.join(terms.deadline());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    boolean ours = held();
    leading = false;
    if (ours && seen != null) {
      try {
        store.write(Leases.released(seen, Instant.now()));
        log.atInfo().addKeyValue("identity", identity).log("Lease given back");
      } catch (KubernetesClientException e) {
        log.atInfo().addKeyValue("problem", e.getMessage()).log("Lease not given back");
      }
    }
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(nanoTime.getAsLong() - nanos);
  }

  private static String version(Lease lease) {
    return lease.getMetadata().getResourceVersion();
  }
}
