// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smartstack.sidecar.config.DiscoveryConfig;
import io.smartstack.sidecar.registry.Ensemble;
import io.smartstack.sidecar.registry.Ensemble.State;
import io.smartstack.sidecar.synapse.Announcements.Announced;
import io.smartstack.sidecar.synapse.Pending.Change;
import io.smartstack.sidecar.synapse.Znodes.Answer;
import io.smartstack.sidecar.synapse.Znodes.Unanswered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException.Code;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the children of one service's znode.
 *
 * <p>A persistent recursive watch announces every change of a child; each costs one read, none when
 * the child went or its name says everything (a departure costs one round trip that reads nothing).
 * The watch stands whether or not the znode exists, so a deleted parent is merely a service without
 * backends until it comes back.
 *
 * <p>ZooKeeper replays nothing to such a watch of what happened while the connection was lost. So
 * after every connect the watch is set again, the children are listed, and those whose names don't
 * say everything are read. That listing, never a change, is what {@code discovery_jitter} delays.
 *
 * <p>All state belongs to one virtual thread; watches and connection changes only leave it work.
 */
final class Discovery implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Discovery.class);

  private final String service;
  private final DiscoveryConfig.ZooKeeper config;
  private final Ensemble ensemble;
  private final BiConsumer<Discovery, Update> updates;
  private final RandomGenerator random;
  private final Znodes znodes;
  private final ChildReader reader;
  private final RetryPace pace;
  private final Mailbox thread;
  private final Announcements watcher;
  private Runnable stopListening = () -> {};
  private final Counter discoveries;
  private final Timer discoveryTime;
  private final Counter failures;
  private final Counter expiries;
  private final Counter broken;

  // Owned by the thread.
  private final Children children = new Children();
  private final Pending pending;
  private final WatchedSection section;
  private boolean begun;
  private boolean listed;
  private boolean owed;
  private boolean sure;
  private long listedAt;
  private @Nullable Found told;
  private @Nullable Future<?> next;

  Discovery(
      String service,
      DiscoveryConfig.ZooKeeper config,
      Ensemble ensemble,
      ZnodeSection known,
      ZnodeSection.Reader sections,
      BiConsumer<Discovery, Update> updates,
      MeterRegistry meters) {
    this.service = service;
    this.config = config;
    this.ensemble = ensemble;
    this.section =
        new WatchedSection(service, config.generatorConfigPath(), known, sections, meters);
    this.updates = updates;
    this.random = RandomGenerator.getDefault();
    this.znodes = new Znodes(ensemble.client(), service, meters);
    this.reader = new ChildReader(config.decode());
    this.pace = new RetryPace(config.retry(), random);
    this.pending = new Pending(config.path(), config.generatorConfigPath());
    this.thread = new Mailbox("synapse-discovery-" + service);
    this.watcher =
        new Announcements(
            config.path(),
            reader,
            znodes,
            () -> thread.here(this::followHere),
            () -> thread.execute(this::follow));
    this.discoveries = meters.counter("synapse.watcher.zk.discovery", "service", service);
    this.discoveryTime =
        meters.timer("synapse.watcher.zk.discovery.elapsed_time", "service", service);
    this.expiries = meters.counter("synapse.watcher.zk.session.expired", "service", service);
    this.failures = meters.counter("synapse.retry", "service", service);
    this.broken = meters.counter("synapse.watcher.zk.parse_child_failed", "service", service);
  }

  /** Begins, and begins anew with every connection. */
  void start() {
    log.atInfo()
        .addKeyValue("service", service)
        .log(
            "synapse: starting ZK watcher {} @ hosts: {}, path: {}",
            service,
            String.join(",", config.hosts()),
            config.path());
    stopListening = ensemble.onState(state -> thread.execute(() -> connection(state)));
    thread.execute(() -> {
      if (!begun) {
        connection(ensemble.state());
      }
    });
  }

  private void connection(State state) {
    begun = true;
    switch (state) {
      case CONNECTED -> {
        pace.reset();
        sync();
      }
      case CONNECTING, DISCONNECTED -> unsure("no connection to ZooKeeper");
      case EXPIRED -> {
        expiries.increment();
        unsure("the ZooKeeper session is over");
      }
    }
  }

  /** Stops following; nothing is told after that. */
  @Override
  public void close() {
    stopListening.run();
    thread.close();
    if (ensemble.state() == State.CONNECTED) {
      znodes.unwatch(config.path(), watcher);
      String elsewhere = ownSectionPath();
      if (elsewhere != null) {
        znodes.unwatch(elsewhere, watcher);
      }
    }
  }

  /** Follows a change that nothing must be asked about, unless others wait that are not so. */
  private void followHere() {
    if (pending.isEmpty() && !owed) {
      follow();
    } else {
      thread.execute(this::follow);
    }
  }

  /** Watches and lists; what happens in between is seen by both and does no harm. */
  private void sync() {
    if (ensemble.state() != State.CONNECTED) {
      return;
    }
    attempt(() -> {
      znodes.watch(config.path(), AddWatchMode.PERSISTENT_RECURSIVE, watcher);
      String elsewhere = ownSectionPath();
      if (elsewhere != null) {
        znodes.watch(elsewhere, AddWatchMode.PERSISTENT, watcher);
      }
      Duration pause = jitter();
      if (pause.isZero()) {
        list();
      } else {
        log.atInfo()
            .addKeyValue("service", service)
            .log("synapse: waiting {} ms before discovering {}", pause.toMillis(), service);
        later(() -> attempt(this::list), pause);
      }
    });
  }

  private Duration jitter() {
    // After a failed read a change that was announced is still owed; it must not wait any longer.
    boolean young = listed && !owed && System.nanoTime() - listedAt < config.jitter().toNanos();
    return young
        ? Duration.ofNanos((long) (config.jitter().toNanos() * random.nextDouble()))
        : Duration.ZERO;
  }

  private void list() throws Unanswered, InterruptedException {
    long start = System.nanoTime();
    discoveries.increment();
    drain();
    pending.clear();
    List<String> names = znodes.children(config.path());
    if (names == null) {
      createParent();
      names = List.of();
    }
    children.keepOnly(names);
    List<String> unnamed = new ArrayList<>();
    for (String name : names) {
      if (!takeName(name)) {
        unnamed.add(name);
      }
    }
    boolean outrun = take(znodes.read(config.path(), unnamed));
    section.read(znodes);
    listed = true;
    owed = false;
    sure = true;
    listedAt = System.nanoTime();
    pace.reset();
    discoveryTime.record(listedAt - start, TimeUnit.NANOSECONDS);
    told = null;
    if (outrun) {
      catchUp();
    } else {
      tell();
    }
  }

  private void createParent() throws InterruptedException {
    try {
      znodes.create(config.path());
    } catch (Unanswered e) {
      log.atWarn()
          .addKeyValue("service", service)
          .log("synapse: {}; waiting for somebody else to create it", e.getMessage());
    }
  }

  private void follow() {
    drain();
    if (!listed) {
      pending.clear();
    } else if (!pending.isEmpty()) {
      attempt(this::catchUp);
    }
  }

  private void drain() {
    for (Announced next = watcher.poll(); next != null; next = watcher.poll()) {
      pending.add(next.event(), next.child());
    }
  }

  /** Looks at what was announced, and again while what it finds has changed meanwhile. */
  private void catchUp() throws Unanswered, InterruptedException {
    boolean outrun;
    do {
      drain();
      while (pending.takeDepartures()) {
        // A registration and its successor of the same name change places in one transaction. By
        // the time of this answer both were announced, and HAProxy needn't lose the one before it
        // gets the other. Numbered ones come before they go.
        znodes.watch(config.path(), AddWatchMode.PERSISTENT_RECURSIVE, watcher);
        drain();
      }
      pending.with(Change.DELETED).forEach(children::remove);
      List<String> unnamed = new ArrayList<>();
      for (String name : pending.with(Change.CREATED)) {
        Child said = pending.said(name);
        if (said != null) {
          take(name, said);
        } else if (!takeName(name)) {
          unnamed.add(name);
        }
      }
      pending.with(Change.WRITTEN).stream()
          .filter(name -> reader.fromName(name).isEmpty())
          .forEach(unnamed::add);
      boolean sectionChanged = pending.section();
      pending.clear();
      outrun = take(znodes.read(config.path(), unnamed)) && !watcher.isEmpty();
      if (sectionChanged) {
        section.read(znodes);
      }
    } while (outrun);
    tell();
  }

  private boolean takeName(String name) {
    return reader.fromName(name).map(child -> children.put(name, child, Instant.now())).isPresent();
  }

  /** Takes what children say; whether one of them went before it could be read. */
  private boolean take(Map<String, Answer> answers) {
    boolean vanished = false;
    for (Map.Entry<String, Answer> entry : answers.entrySet()) {
      String name = entry.getKey();
      Answer answer = entry.getValue();
      if (answer.code() == Code.NONODE) {
        children.remove(name);
        vanished = true;
        continue;
      }
      Child child =
          answer.code() == Code.OK
              ? reader.fromData(name, answer.data())
              : new Child.Broken("can't be read: " + answer.code());
      take(name, child);
    }
    return vanished;
  }

  private void take(String name, Child child) {
    if (children.put(name, child, Instant.now()) && child instanceof Child.Broken(var why)) {
      broken.increment();
      log.atWarn()
          .addKeyValue("service", service)
          .log("synapse: leaving out {}/{}: {}", config.path(), name, why);
    }
  }

  private void tell() {
    Found found = new Found(children.backends(), children.leftOut(), section.now());
    if (!found.equals(told)) {
      told = found;
      updates.accept(this, new Update.Answered(found, sure));
    }
  }

  private void unsure(String reason) {
    sure = false;
    updates.accept(this, new Update.Unsure(reason));
  }

  /** Work that asks ZooKeeper. */
  private interface Work {
    void run() throws Unanswered, InterruptedException;
  }

  private void attempt(Work work) {
    try {
      work.run();
    } catch (Unanswered e) {
      failures.increment();
      owed = true;
      unsure(String.valueOf(e.getMessage()));
      retry(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("service", service)
          .setCause(e)
          .log("synapse: discovery of {} failed: {}", service, e.toString());
      unsure(e.toString());
      retry(e);
    }
  }

  private void retry(Exception why) {
    if (ensemble.state() != State.CONNECTED) {
      return;
    }
    RetryPace.Step step = pace.failed();
    if (step.runEnds()) {
      log.atWarn()
          .addKeyValue("service", service)
          .log(
              "synapse: discovery of {} keeps failing ({}), trying again in {} s",
              service,
              why.getMessage(),
              step.pause().toSeconds());
    }
    later(this::sync, step.pause());
  }

  private void later(Runnable work, Duration pause) {
    if (next != null) {
      next.cancel(false);
    }
    next = thread.schedule(pause, work);
  }

  private @Nullable String ownSectionPath() {
    String path = config.generatorConfigPath();
    return path == null || path.equals(config.path()) ? null : path;
  }
}
