// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.smartstack.sidecar.config.CheckConfig;
import io.smartstack.sidecar.config.NerveServiceConfig;
import io.smartstack.sidecar.nerve.check.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One service: its checks, what they say together, and its report. */
final class ServiceWatch {

  private static final Logger log = LoggerFactory.getLogger(ServiceWatch.class);

  private final String name;
  private final Surroundings surroundings;
  private final Report report;
  private NerveServiceConfig config;
  private List<WatchedCheck> checks;
  private volatile Status status = Status.UNKNOWN;
  private Instant since;
  private boolean paused;

  ServiceWatch(String instanceId, NerveServiceConfig config, Surroundings surroundings) {
    this.name = config.name();
    this.config = config;
    this.surroundings = surroundings;
    this.since = surroundings.clock().instant();
    this.report = new Report(instanceId, config, surroundings);
    this.checks = checks(config);
  }

  /** Begins to check; the first checks run at once. */
  synchronized void start() {
    log.atInfo().addKeyValue("service", name).log("nerve: starting service watch {}", name);
    startChecks();
  }

  /**
   * Goes on with another configuration. The registration stands untouched if others would see no
   * difference, else it is replaced as soon as the new checks have spoken. A check that asks what
   * one asked before starts with what that one knew.
   */
  synchronized void update(String instanceId, NerveServiceConfig next) {
    boolean sameMocking = next.checkMocked() == config.checkMocked();
    config = next;
    renewChecks(sameMocking);
    report.change(instanceId, next);
    startChecks();
    settle().run();
  }

  /**
   * Holds the service down and asks it nothing, so that who still calls it is a caller; completes
   * when the registry has acknowledged it.
   */
  synchronized CompletableFuture<Void> drain() {
    if (!paused) {
      paused = true;
      renewChecks(true);
    }
    return report.drain();
  }

  /** Lets the checks decide again, from where they were. */
  synchronized void undrain() {
    if (paused) {
      paused = false;
      startChecks();
    }
    report.undrain();
    settle().run();
  }

  /** Withdraws the service for good; completes when that is acknowledged. */
  CompletableFuture<Void> end() {
    log.atInfo().addKeyValue("service", name).log("nerve: ending service watch {}", name);
    return report.end();
  }

  /** Ends the checks; follows {@link #end}. */
  synchronized void stopChecks() {
    checks.forEach(WatchedCheck::stop);
  }

  /** Ends the reporter; follows {@link #end}, when it was acknowledged or has waited enough. */
  void close() {
    report.close();
  }

  Status status() {
    return status;
  }

  int failures() {
    return report.failures();
  }

  synchronized NerveStatus.Service snapshot() {
    Report.View view = report.view();
    return new NerveStatus.Service(
        name,
        config.host(),
        config.port().text(),
        status,
        since,
        checks.stream().map(WatchedCheck::snapshot).toList(),
        view.registration(),
        view.registeredOnce(),
        view.drained(),
        view.throttled(),
        view.failing());
  }

  private void startChecks() {
    if (!paused) {
      checks.forEach(WatchedCheck::start);
    }
  }

  /** Replaces the checks by new ones that have not begun; they may know what the old ones knew. */
  private void renewChecks(boolean knowing) {
    List<WatchedCheck> before = checks;
    before.forEach(WatchedCheck::stop);
    checks = checks(config);
    if (knowing) {
      checks.forEach(check -> check.learnFrom(before));
    }
  }

  private List<WatchedCheck> checks(NerveServiceConfig of) {
    Instant now = surroundings.clock().instant();
    return asked(of).stream()
        .map(check -> new WatchedCheck(check, of.checkInterval(), now, this::onResult))
        .toList();
  }

  /** What is really asked: mocked checks ask nothing, and a service without checks is always up. */
  private static List<CheckConfig> asked(NerveServiceConfig of) {
    if (of.checks().isEmpty()) {
      return List.of(new CheckConfig.Noop(of.name() + "-without-checks", Duration.ZERO, 1, 1));
    }
    return of.checkMocked() ? of.checks().stream().map(ServiceWatch::mocked).toList() : of.checks();
  }

  private static CheckConfig mocked(CheckConfig check) {
    return new CheckConfig.Noop(check.name(), check.timeout(), check.rise(), check.fall());
  }

  private synchronized void onResult(WatchedCheck check, CheckResult result, Duration took) {
    if (checks.contains(check)) {
      Runnable saying = check.take(result, surroundings.clock().instant(), took);
      Runnable news = settle();
      saying.run();
      news.run();
    }
    surroundings.metrics().checked(result.passed(), took);
  }

  private Runnable settle() {
    Status now = together();
    if (now != Status.UNKNOWN && now != status) {
      status = now;
      since = surroundings.clock().instant();
    }
    return report.tell(now);
  }

  private Status together() {
    if (checks.stream().anyMatch(check -> check.status() == Status.DOWN)) {
      return Status.DOWN;
    }
    boolean all = checks.stream().allMatch(check -> check.status() == Status.UP);
    return all ? Status.UP : Status.UNKNOWN;
  }
}
