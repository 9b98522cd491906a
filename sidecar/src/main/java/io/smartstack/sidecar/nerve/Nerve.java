// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.micrometer.core.instrument.MeterRegistry;
import io.smartstack.sidecar.config.NerveConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the services of this machine and keeps their registrations true. Thread-safe. */
public final class Nerve {

  private static final Logger log = LoggerFactory.getLogger(Nerve.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration BEAT = Duration.ofSeconds(10);

  private final Surroundings surroundings;
  private final Heartbeat heartbeat;
  private final Map<ServiceWatch, CompletableFuture<Void>> leaving = new ConcurrentHashMap<>();
  private volatile Map<String, ServiceWatch> watches = Map.of();
  private volatile @Nullable NerveConfig config;
  private boolean drained;
  private boolean stopped;

  /**
   * Prepares Nerve; nothing is checked yet.
   *
   * @param reporters makes a reporter per service; the sessions behind them are the caller's to
   *     close, after {@link #stop}
   * @param meters receives the {@code nerve.*} metrics
   */
  public Nerve(ReporterFactory reporters, MeterRegistry meters) {
    this(reporters, meters, PATIENCE, BEAT);
  }

  Nerve(ReporterFactory reporters, MeterRegistry meters, Duration patience, Duration beat) {
    NerveMetrics metrics = new NerveMetrics(meters);
    this.surroundings =
        new Surroundings(
            reporters, metrics, InstantSource.system(), System::nanoTime, this::limit, patience);
    this.heartbeat = new Heartbeat(this::heartbeatPath, this::status, beat);
    metrics.watch(this);
  }

  /**
   * Begins to check and report; returns at once.
   *
   * @throws IllegalStateException when called twice
   */
  public synchronized void start(NerveConfig first) {
    if (config != null) {
      throw new IllegalStateException("nerve is already started");
    }
    log.atInfo().log("nerve: starting with {} services", first.services().size());
    apply(new NerveConfig(first.instanceId(), Map.of(), null, 1), first);
    surroundings.reporters().firstAllMade();
    heartbeat.start();
  }

  /**
   * Goes on with another configuration; returns at once. Services that are configured as before are
   * not touched. One whose checks alone changed keeps its registration. One that is to be published
   * otherwise gets its new registration before the old one is withdrawn, 30 s later at most.
   *
   * @throws IllegalStateException when not started
   */
  public synchronized void reload(NerveConfig next) {
    NerveConfig before = config;
    if (before == null) {
      throw new IllegalStateException("nerve is not started");
    }
    if (stopped) {
      return;
    }
    Changes changes = apply(before, next);
    log.atInfo().log(
        "nerve: configuration reloaded: {} new, {} changed, {} gone, {} untouched",
        changes.come().size(),
        changes.change().size(),
        changes.go().size(),
        changes.stay().size());
  }

  /**
   * Withdraws every service, all at the same time, and then ends the checks.
   *
   * @param limit how long to wait until the registry has acknowledged it, for instance 10 s
   * @return whether it has acknowledged everything
   */
  public synchronized boolean stop(Duration limit) {
    if (stopped || config == null) {
      return true;
    }
    stopped = true;
    log.atInfo().log("nerve: reaping all watchers");
    List<CompletableFuture<Void>> withdrawn = new ArrayList<>(leaving.values());
    watches.values().forEach(watch -> withdrawn.add(watch.end()));
    boolean acknowledged = await(withdrawn, limit);
    heartbeat.stop();
    watches.values().forEach(ServiceWatch::stopChecks);
    watches.values().forEach(ServiceWatch::close);
    leaving.keySet().forEach(ServiceWatch::close);
    return acknowledged;
  }

  /**
   * Withdraws every service and holds it down, those of later configurations too, until {@link
   * #undrain}; meanwhile they are not checked.
   *
   * @return completes when the registry has acknowledged it
   */
  public synchronized CompletableFuture<Void> drain() {
    drained = true;
    return all(watches.values().stream().map(ServiceWatch::drain).toList());
  }

  /**
   * Withdraws these services and holds them down until {@link #undrain}.
   *
   * @return completes when the registry has acknowledged it
   * @throws IllegalArgumentException when there is no such service; then none is drained
   */
  public synchronized CompletableFuture<Void> drain(Collection<String> services) {
    return all(named(services).stream().map(ServiceWatch::drain).toList());
  }

  /** Lets the checks of every service decide again. */
  public synchronized void undrain() {
    drained = false;
    watches.values().forEach(ServiceWatch::undrain);
  }

  /**
   * Lets the checks of these services decide again.
   *
   * @throws IllegalArgumentException when there is no such service
   */
  public synchronized void undrain(Collection<String> services) {
    named(services).forEach(ServiceWatch::undrain);
  }

  /** What Nerve knows now. */
  public NerveStatus status() {
    NerveConfig now = config;
    return new NerveStatus(
        now == null ? "" : now.instanceId(),
        watches.values().stream().map(ServiceWatch::snapshot).toList());
  }

  int desired() {
    return watches.size();
  }

  long count(Status status) {
    return watches.values().stream().filter(watch -> watch.status() == status).count();
  }

  int mostFailures() {
    return watches.values().stream().mapToInt(ServiceWatch::failures).max().orElse(0);
  }

  private Changes apply(NerveConfig before, NerveConfig next) {
    Changes changes = Changes.between(before, next);
    Map<String, ServiceWatch> old = watches;
    Map<String, ServiceWatch> now = new LinkedHashMap<>();
    next.services()
        .forEach((name, service) -> {
          ServiceWatch known = old.get(name);
          now.put(
              name,
              known != null ? known : new ServiceWatch(next.instanceId(), service, surroundings));
        });
    config = next;
    watches = now;
    changes.come().forEach(name -> launch(Objects.requireNonNull(now.get(name))));
    for (String name : changes.change()) {
      Objects.requireNonNull(now.get(name))
          .update(next.instanceId(), Objects.requireNonNull(next.services().get(name)));
    }
    changes.go().forEach(name -> reap(Objects.requireNonNull(old.get(name))));
    return changes;
  }

  private void launch(ServiceWatch watch) {
    if (drained) {
      var _ = watch.drain();
    }
    watch.start();
  }

  /** The reporter lives until the registry has acknowledged, so an outage leaves no ghost. */
  private void reap(ServiceWatch watch) {
    CompletableFuture<Void> withdrawn = watch.end();
    leaving.put(watch, withdrawn);
    var _ =
        withdrawn.whenCompleteAsync(
            (done, failure) -> {
              watch.close();
              leaving.remove(watch);
            },
            Thread::startVirtualThread);
    watch.stopChecks();
  }

  private List<ServiceWatch> named(Collection<String> services) {
    List<ServiceWatch> found = new ArrayList<>();
    for (String name : services) {
      ServiceWatch watch = watches.get(name);
      if (watch == null) {
        throw new IllegalArgumentException("no service \"" + name + "\"");
      }
      found.add(watch);
    }
    return found;
  }

  private static CompletableFuture<Void> all(List<CompletableFuture<Void>> parts) {
    return CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new));
  }

  private static boolean await(List<CompletableFuture<Void>> withdrawn, Duration limit) {
    try {
      all(withdrawn).get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      long open =
          withdrawn.stream().filter(f -> !f.isDone() || f.isCompletedExceptionally()).count();
      log.atWarn()
          .log("nerve: {} withdrawals were not acknowledged within {} s", open, limit.toSeconds());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private int limit() {
    NerveConfig now = config;
    return now == null ? Integer.MAX_VALUE : now.maxRepeatedReportFailures();
  }

  private @Nullable Path heartbeatPath() {
    NerveConfig now = config;
    return now == null ? null : now.heartbeatPath();
  }
}
