// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.micrometer.core.instrument.MeterRegistry;
import io.smartstack.sidecar.config.NerveServiceConfig;
import io.smartstack.sidecar.config.ReporterConfig;
import io.smartstack.sidecar.registry.Ensemble;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes one service in ZooKeeper. One thread works on the difference between what it was told
 * last and what stands; it wakes on news (a report, a connection, a change of the znode) and looks
 * every 10 s in case news was lost.
 */
final class ZooKeeperReporter implements Reporter {

  private static final Logger log = LoggerFactory.getLogger(ZooKeeperReporter.class);
  private static final Duration LOOK = Duration.ofSeconds(10);
  // Connections come and go; only what lasts is worth a line.
  private static final int FAILURES_WORTH_SAYING = 3;
  private static final Duration UNTIL_WOKEN = Duration.ofDays(1);

  private final Ensemble ensemble;
  private final Znode znode;
  private final String service;
  private final @Nullable Duration ttl;
  private final ReporterMeters meters;
  private final Announcement announcement;
  private final Mailbox mailbox = new Mailbox();
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
  private final Runnable stopListening;
  private volatile State state = new State(false, null, Instant.now(), 0, null);
  private volatile boolean closed;
  private long nextRenewal;
  private @Nullable String said;

  /**
   * Starts the reporter; nothing is published or withdrawn before the first report.
   *
   * @throws IllegalArgumentException when the service is not reported to ZooKeeper
   */
  ZooKeeperReporter(
      Ensemble ensemble, NerveServiceConfig service, String instanceId, MeterRegistry registry) {
    if (!(service.reporter() instanceof ReporterConfig.ZooKeeper where)) {
      throw new IllegalArgumentException(service.name() + " is not reported to ZooKeeper");
    }
    this.ensemble = ensemble;
    this.service = service.name();
    this.znode = Znode.of(service, where, instanceId);
    this.ttl = where.nodeType().ephemeral() ? null : where.ttl();
    this.meters = ReporterMeters.in(registry, service.name());
    this.announcement = new Announcement(ensemble, znode, meters, mailbox::wake);
    this.stopListening = ensemble.onState(change -> mailbox.wake());
    PromptThread.start("nerve-reporter-" + service.name(), this::work);
  }

  @Override
  public void reportUp() {
    mailbox.wishUp();
  }

  /**
   * {@inheritDoc}
   *
   * <p>A later {@link #reportUp} or {@link #close} cancels the future.
   */
  @Override
  public CompletableFuture<Void> reportDown() {
    return mailbox.wishDown();
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public void close() {
    closed = true;
    mailbox.close();
    announcement.release();
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether a znode that a continued session brought along is this reporter's to keep or drop. */
  boolean wants(String parent, String name, byte[] data) {
    return announcement.wants(parent, name, data);
  }

  private void work() {
    try {
      Duration pause = UNTIL_WOKEN;
      while (mailbox.await(pause)) {
        pause = attempt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopListening.run();
      announcement.release();
    }
  }

  private Duration attempt() throws InterruptedException {
    Mailbox.Wish wish = mailbox.wish();
    try {
      switch (wish) {
        case NONE -> {
          return UNTIL_WOKEN;
        }
        case UP -> {
          if (offline() && announcement.path() != null) {
            return UNTIL_WOKEN;
          }
          demandConnection();
          announcement.publish();
          renewWhenDue();
        }
        case DOWN -> {
          demandConnection();
          announcement.withdraw();
        }
      }
      succeeded(wish);
      return wish == Mailbox.Wish.UP ? untilNextLook() : UNTIL_WOKEN;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return failed(wish, e);
    }
  }

  private boolean offline() {
    return ensemble.state() != Ensemble.State.CONNECTED;
  }

  private void demandConnection() throws KeeperException {
    if (offline()) {
      throw new KeeperException.ConnectionLossException();
    }
  }

  private void renewWhenDue() throws Exception {
    if (ttl == null) {
      return;
    }
    long now = System.nanoTime();
    if (nextRenewal == 0) {
      nextRenewal = now + ThreadLocalRandom.current().nextLong(ttl.toNanos() + 1);
    } else if (now - nextRenewal >= 0) {
      announcement.renew();
      nextRenewal = now + ttl.toNanos();
    }
  }

  private Duration untilNextLook() {
    Duration look = backoff.around(LOOK);
    if (ttl == null) {
      return look;
    }
    Duration renewal = Duration.ofNanos(Math.max(1, nextRenewal - System.nanoTime()));
    return look.compareTo(renewal) < 0 ? look : renewal;
  }

  private void succeeded(Mailbox.Wish wish) {
    if (said != null) {
      said = null;
      log.atInfo()
          .addKeyValue("service", service)
          .log("nerve: reporting works again for service {}", service);
    }
    settle(0, null);
    mailbox.done(wish);
  }

  private Duration failed(Mailbox.Wish wish, Exception e) {
    String error =
        e instanceof KeeperException.ConnectionLossException ? "loss connection" : e.toString();
    meters.failures().increment();
    settle(state.failures() + 1, error);
    boolean lasting = !passing(e) || state.failures() >= FAILURES_WORTH_SAYING;
    if (lasting && !error.equals(said)) {
      said = error;
      String path = announcement.path();
      log.atWarn()
          .addKeyValue("service", service)
          .log(
              "nerve: error in reporting {} on zk node {}: {}",
              wish == Mailbox.Wish.UP ? "up" : "down",
              path == null ? znode.path() : path,
              error);
    }
    return passing(e) ? backoff.after(state.failures()) : backoff.around(Backoff.LONGEST);
  }

  // What does not pass by itself (no permission, a name already taken) is asked rarely.
  private static boolean passing(Exception e) {
    return e instanceof KeeperException.ConnectionLossException
        || e instanceof KeeperException.SessionExpiredException
        || e instanceof KeeperException.RequestTimeoutException
        || e instanceof KeeperException.OperationTimeoutException
        || e instanceof KeeperException.NoNodeException
        || e instanceof KeeperException.BadVersionException;
  }

  private void settle(int failures, @Nullable String error) {
    String path = announcement.path();
    boolean registered = path != null;
    Instant since = registered == state.registered() ? state.since() : Instant.now();
    state = new State(registered, path, since, failures, error);
  }
}
