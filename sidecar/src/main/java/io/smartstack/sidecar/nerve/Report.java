// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.smartstack.sidecar.config.NerveServiceConfig;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What the registry is told of a service: its status, unless it is drained or the rate limit says
 * not now, and its publication, once the checks that vouch for it have spoken.
 */
final class Report {

  private static final Logger log = LoggerFactory.getLogger(Report.class);

  private final String name;
  private final Surroundings surroundings;
  private final Publisher publisher;
  private RateLimiter limiter;
  private @Nullable Publication pending;
  private int changes;
  private Status told = Status.UNKNOWN;
  private boolean drained;
  private boolean ended;
  private boolean throttled;
  private boolean failing;
  private boolean registeredOnce;

  Report(String instanceId, NerveServiceConfig service, Surroundings surroundings) {
    this.name = service.name();
    this.surroundings = surroundings;
    this.publisher = new Publisher(Publication.of(instanceId, service), surroundings);
    this.limiter = new RateLimiter(service.rateLimit(), surroundings.nanoTime());
  }

  /**
   * How the report fares.
   *
   * @param failing whether reports fail again and again
   */
  record View(
      Reporter.State registration,
      boolean registeredOnce,
      boolean drained,
      boolean throttled,
      boolean failing) {}

  /**
   * What the checks say now; told on, if it is news.
   *
   * @return says so in the log, which can wait until the registry was told
   */
  synchronized Runnable tell(Status now) {
    watchReporter();
    if (ended) {
      return () -> {};
    }
    if (pending != null && (drained || now != Status.UNKNOWN)) {
      takeOver(pending, now);
    }
    if (drained || now == Status.UNKNOWN || now == told) {
      throttled = false;
    } else if (allowed()) {
      return report(now);
    }
    return () -> {};
  }

  /** Another configuration; takes effect with the next status that is known. */
  synchronized void change(String instanceId, NerveServiceConfig service) {
    if (!service.rateLimit().equals(limiter.config())) {
      limiter = new RateLimiter(service.rateLimit(), surroundings.nanoTime());
    }
    Publication next = Publication.of(instanceId, service);
    changes++;
    pending = next.looksLike(publisher.publication()) ? null : next;
    if (pending != null) {
      int change = changes;
      Thread.ofVirtual().name("patience-" + name).start(() -> runOut(change));
    }
  }

  /** Withdraws the service until {@link #undrain}; completes when that is acknowledged. */
  synchronized CompletableFuture<Void> drain() {
    if (!drained) {
      log.atInfo().addKeyValue("service", name).log("nerve: service {} is drained", name);
    }
    // What was registered until now would be forgotten otherwise.
    watchReporter();
    drained = true;
    throttled = false;
    told = Status.DOWN;
    return publisher.down();
  }

  synchronized void undrain() {
    if (drained) {
      log.atInfo().addKeyValue("service", name).log("nerve: service {} is undrained", name);
    }
    drained = false;
  }

  /** Withdraws the service for good; completes when that is acknowledged. */
  synchronized CompletableFuture<Void> end() {
    ended = true;
    return publisher.down();
  }

  void close() {
    publisher.close();
  }

  int failures() {
    return publisher.state().failures();
  }

  synchronized View view() {
    Reporter.State state = watchReporter();
    return new View(state, registeredOnce, drained, throttled, failing);
  }

  private void takeOver(Publication next, Status now) {
    if (now == Status.DOWN && told == Status.UP) {
      report(Status.DOWN).run();
    }
    publisher.replace(next);
    pending = null;
  }

  private Runnable report(Status now) {
    if (now == Status.UP) {
      publisher.up();
    } else {
      var _ = publisher.down();
    }
    told = now;
    throttled = false;
    return () -> {
      Level level = now == Status.UP ? Level.INFO : Level.WARN;
      String word = now == Status.UP ? "up" : "down";
      log.atLevel(level)
          .addKeyValue("service", name)
          .log("nerve: service {} is now {}", name, word);
      surroundings.metrics().transition(name, now);
    };
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
    Reporter.State state = publisher.state();
    registeredOnce |= state.registered();
    if (!failing && state.failures() >= surroundings.maxFailures().getAsInt()) {
      failing = true;
      log.atError()
          .addKeyValue("service", name)
          .addKeyValue("failures", state.failures())
          .log("nerve: service {} can't be reported, again and again: {}", name, state.error());
    } else if (failing && state.failures() == 0) {
      failing = false;
      log.atInfo().addKeyValue("service", name).log("nerve: service {} is reported again", name);
    }
    return state;
  }

  /** New checks that never speak can't vouch for what is published: it is withdrawn. */
  private void runOut(int change) {
    try {
      Thread.sleep(surroundings.patience());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    synchronized (this) {
      if (pending != null && changes == change && !ended) {
        log.atWarn()
            .addKeyValue("service", name)
            .log("nerve: service {} is withdrawn: its new checks have not answered", name);
        var _ = publisher.down();
        told = Status.UNKNOWN;
        publisher.replace(pending);
        pending = null;
      }
    }
  }
}
