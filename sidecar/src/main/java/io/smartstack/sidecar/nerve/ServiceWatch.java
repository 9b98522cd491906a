// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.smartstack.sidecar.config.CheckConfig;
import io.smartstack.sidecar.config.NerveServiceConfig;
import io.smartstack.sidecar.nerve.check.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One service: its checks, what they say together, and its registration. */
final class ServiceWatch {

  private static final Logger log = LoggerFactory.getLogger(ServiceWatch.class);

  private final String name;
  private final Surroundings surroundings;
  private final Registration registration;
  private NerveServiceConfig config;
  private List<WatchedCheck> checks;
  private RateLimiter limiter;
  private @Nullable Publication pending;
  private volatile Status status = Status.UNKNOWN;
  private Status reported = Status.UNKNOWN;
  private Instant since;
  private boolean drained;
  private boolean ended;
  private boolean throttled;
  private boolean reportsFail;
  private boolean registeredOnce;

  ServiceWatch(String instanceId, NerveServiceConfig config, Surroundings surroundings) {
    this.name = config.name();
    this.config = config;
    this.surroundings = surroundings;
    this.since = surroundings.clock().instant();
    this.registration = new Registration(Publication.of(instanceId, config), surroundings);
    this.limiter = new RateLimiter(config.rateLimit(), surroundings.nanoTime());
    this.checks = checks(config);
  }

  /** Begins to check; the first checks run at once. */
  synchronized void start() {
    log.atInfo().addKeyValue("service", name).log("nerve: starting service watch {}", name);
    checks.forEach(WatchedCheck::start);
  }

  /**
   * Goes on with another configuration. The registration stands untouched if others would see no
   * difference, else it is replaced as soon as the new checks have spoken. A check that asks what
   * one asked before starts with what that one knew.
   */
  synchronized void update(String instanceId, NerveServiceConfig next) {
    boolean sameMocking = next.checkMocked() == config.checkMocked();
    List<WatchedCheck> before = checks;
    before.forEach(WatchedCheck::stop);
    config = next;
    checks = checks(next);
    if (sameMocking) {
      checks.forEach(check -> check.learnFrom(before));
    }
    if (!next.rateLimit().equals(limiter.config())) {
      limiter = new RateLimiter(next.rateLimit(), surroundings.nanoTime());
    }
    Publication publication = Publication.of(instanceId, next);
    pending = publication.looksLike(registration.publication()) ? null : publication;
    if (pending != null) {
      Thread.ofVirtual().name("patience-" + name).start(() -> runOut(publication));
    }
    checks.forEach(WatchedCheck::start);
    settle();
  }

  /** Holds the service down whatever its checks say; completes when that is acknowledged. */
  synchronized CompletableFuture<Void> drain() {
    if (!drained) {
      log.atInfo().addKeyValue("service", name).log("nerve: service {} is drained", name);
    }
    drained = true;
    reported = Status.DOWN;
    throttled = false;
    return registration.down();
  }

  /** Lets the checks decide again. */
  synchronized void undrain() {
    if (drained && !ended) {
      log.atInfo().addKeyValue("service", name).log("nerve: service {} is undrained", name);
      drained = false;
      settle();
    }
  }

  /** Withdraws the service for good; completes when that is acknowledged. */
  synchronized CompletableFuture<Void> end() {
    log.atInfo().addKeyValue("service", name).log("nerve: ending service watch {}", name);
    ended = true;
    return registration.down();
  }

  /** Ends the checks; follows {@link #end}. */
  synchronized void stopChecks() {
    checks.forEach(WatchedCheck::stop);
  }

  /** Ends the reporter; follows {@link #end}, when it was acknowledged or has waited enough. */
  void close() {
    registration.close();
  }

  String name() {
    return name;
  }

  Status status() {
    return status;
  }

  int failures() {
    return registration.state().failures();
  }

  synchronized NerveStatus.Service snapshot() {
    Reporter.State state = watchReporter();
    return new NerveStatus.Service(
        name,
        config.host(),
        config.port().text(),
        status,
        since,
        checks.stream().map(WatchedCheck::snapshot).toList(),
        state,
        registeredOnce,
        drained,
        throttled,
        reportsFail);
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
    surroundings.metrics().checked(result.passed(), took);
    if (!ended && checks.contains(check)) {
      check.take(result, surroundings.clock().instant(), took);
      settle();
    }
  }

  private void settle() {
    watchReporter();
    Status now = together();
    if (now != Status.UNKNOWN && now != status) {
      status = now;
      since = surroundings.clock().instant();
    }
    if (drained || now != Status.UNKNOWN) {
      takeOver(now);
    }
    if (drained || now == Status.UNKNOWN || now == reported) {
      throttled = false;
    } else if (allowed()) {
      report(now);
    }
  }

  private Status together() {
    if (checks.stream().anyMatch(check -> check.status() == Status.DOWN)) {
      return Status.DOWN;
    }
    boolean all = checks.stream().allMatch(check -> check.status() == Status.UP);
    return all ? Status.UP : Status.UNKNOWN;
  }

  /** The new checks have spoken: what was changed can be published. */
  private void takeOver(Status now) {
    if (pending == null) {
      return;
    }
    if (now == Status.DOWN && reported == Status.UP) {
      report(Status.DOWN);
    }
    registration.replace(pending);
    pending = null;
  }

  private void report(Status now) {
    if (now == Status.UP) {
      registration.up();
      log.atInfo().addKeyValue("service", name).log("nerve: service {} is now up", name);
    } else {
      registration.down();
      log.atWarn().addKeyValue("service", name).log("nerve: service {} is now down", name);
    }
    reported = now;
    throttled = false;
    surroundings.metrics().transition(name, now);
  }

  /** Whether a change may be reported now; what is throttled is tried again at the next result. */
  private boolean allowed() {
    return switch (limiter.take()) {
      case ALLOWED -> true;
      case WOULD_BE_THROTTLED -> {
        surroundings.metrics().throttled(name);
        log.atWarn()
            .addKeyValue("service", name)
            .log("nerve: service {} would be throttled (rate limiter in shadow mode)", name);
        yield true;
      }
      case THROTTLED -> {
        surroundings.metrics().throttled(name);
        if (!throttled) {
          log.atWarn().addKeyValue("service", name).log("nerve: service {} is throttled", name);
        }
        throttled = true;
        yield false;
      }
    };
  }

  /** Looks how the reporter fares; a failing one is complained of once and keeps trying. */
  private Reporter.State watchReporter() {
    Reporter.State state = registration.state();
    registeredOnce |= state.registered();
    if (!reportsFail && state.failures() >= surroundings.maxFailures().getAsInt()) {
      reportsFail = true;
      log.atError()
          .addKeyValue("service", name)
          .log(
              "nerve: service {} could not be reported {} times in a row: {}",
              name,
              state.failures(),
              state.error());
    } else if (reportsFail && state.failures() == 0) {
      reportsFail = false;
      log.atInfo().addKeyValue("service", name).log("nerve: service {} is reported again", name);
    }
    return state;
  }

  /** New checks that never speak can't vouch for what is published: it is withdrawn. */
  private void runOut(Publication waiting) {
    try {
      Thread.sleep(surroundings.patience());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    synchronized (this) {
      if (pending == waiting && !ended) {
        log.atWarn()
            .addKeyValue("service", name)
            .log("nerve: service {} is withdrawn: its new checks have not answered", name);
        registration.down();
        reported = Status.UNKNOWN;
        registration.replace(waiting);
        pending = null;
      }
    }
  }
}
