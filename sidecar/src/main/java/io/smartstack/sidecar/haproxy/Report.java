// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.micrometer.core.instrument.MeterRegistry;
import io.smartstack.sidecar.haproxy.HaproxyStatus.LeftOut;
import io.smartstack.sidecar.haproxy.HaproxyStatus.Refusal;
import io.smartstack.sidecar.haproxy.HaproxyStatus.Reload;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people how HAProxy stands: status, metrics, and a log line when something changes. */
final class Report {

  private static final Logger log = LoggerFactory.getLogger(Report.class);

  private final InstantSource clock;
  private final MeterRegistry metrics;
  private final CompletableFuture<Void> configured = new CompletableFuture<>();

  private volatile boolean running;
  private boolean silenced;
  private volatile long pid;
  private volatile String version = "";
  private final AtomicLong reloads = new AtomicLong();
  private volatile @Nullable Reload lastReload;
  private volatile @Nullable Refusal refused;
  private volatile @Nullable String problem;
  private volatile Omissions omissions = Omissions.NONE;
  private volatile List<String> warnings = List.of();

  Report(InstantSource clock, MeterRegistry metrics) {
    this.clock = clock;
    this.metrics = metrics;
    metrics.gauge("haproxy.up", this, report -> report.running ? 1 : 0);
    metrics.gauge("haproxy.configuration.refused", this, report -> report.refused == null ? 0 : 1);
    metrics.gauge("haproxy.left.out", this, report -> report.omissions.list().size());
  }

  HaproxyStatus status(String owner, int leaving) {
    return new HaproxyStatus(
        owner,
        running,
        pid,
        version,
        configured.isDone(),
        reloads.get(),
        lastReload,
        refused,
        problem,
        omissions.list().stream()
            .map(each -> new LeftOut(each.service(), each.server(), each.reason(), each.since()))
            .toList(),
        warnings,
        leaving);
  }

  CompletableFuture<Void> configured() {
    return configured;
  }

  void answers(Optional<Worker> worker) {
    if (running && worker.isEmpty()) {
      log.warn("synapse: haproxy gives no answer any more");
    } else if (silenced && worker.isPresent()) {
      log.atInfo()
          .addKeyValue("pid", worker.get().pid())
          .log("synapse: haproxy answers again, pid {}", worker.get().pid());
    }
    silenced = worker.isEmpty() && (running || silenced);
    running = worker.isPresent();
    pid = worker.map(Worker::pid).orElse(0L);
    version = worker.map(Worker::version).orElse(version);
  }

  void reloaded(String reason) {
    reloads.incrementAndGet();
    lastReload = new Reload(clock.instant(), true, reason, "");
    metrics.counter("haproxy.reloads", "result", "succeeded").increment();
    log.atInfo().addKeyValue("reason", reason).log("synapse: reloaded haproxy: {}", reason);
  }

  void reloadFailed(String reason, String words) {
    Reload before = lastReload;
    if (before == null || before.succeeded() || !before.words().equals(words)) {
      log.atError()
          .addKeyValue("reason", reason)
          .log("synapse: haproxy failed to reload: {}", words);
    }
    lastReload = new Reload(clock.instant(), false, reason, words);
    metrics.counter("haproxy.reloads", "result", "failed").increment();
  }

  void restarted() {
    metrics.counter("haproxy.restarts").increment();
    log.warn("synapse: haproxy had died and is started again");
  }

  void refused(String words) {
    Refusal before = refused;
    if (before == null || !before.words().equals(words)) {
      log.error("synapse: haproxy refuses the configuration, the last good one stays: {}", words);
      metrics.counter("haproxy.configurations.refused").increment();
      refused = new Refusal(clock.instant(), words);
    }
  }

  void mended() {
    if (refused != null) {
      log.info("synapse: haproxy takes the configuration again");
      refused = null;
    }
  }

  /** What keeps us from changing HAProxy, empty when nothing does. */
  void problem(String text) {
    String before = problem;
    if (text.isEmpty() && before != null) {
      log.info("synapse: haproxy can be changed again");
    } else if (!text.isEmpty() && !text.equals(before)) {
      log.error("synapse: haproxy can't be changed: {}", text);
    }
    problem = text.isEmpty() ? null : text;
  }

  void warnings(List<String> now) {
    now.stream()
        .filter(warning -> !warnings.contains(warning))
        .forEach(warning -> log.warn("synapse: {}", warning));
    warnings = now;
  }

  void leftOut(Omissions now) {
    for (Omission each : now.list()) {
      if (!omissions.knows(each)) {
        log.atWarn()
            .addKeyValue("service", each.service())
            .addKeyValue("server", each.server())
            .log(
                "synapse: service {}: {} is left out of haproxy: {}",
                each.service(),
                each.server().isEmpty() ? "its section" : "server " + each.server(),
                each.reason());
        String kind =
            each.server().isEmpty() ? "haproxy.services.refused" : "haproxy.servers.refused";
        metrics.counter(kind).increment();
      }
    }
    omissions = now;
  }

  Instant now() {
    return clock.instant();
  }
}
