// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.smartstack.sidecar.config.CheckConfig;
import io.smartstack.sidecar.nerve.check.Check;
import io.smartstack.sidecar.nerve.check.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One check of a service with all that is known of it; guarded by its watch. */
final class WatchedCheck {

  private static final Logger log = LoggerFactory.getLogger(WatchedCheck.class);

  private final CheckConfig config;
  private final CheckLoop loop;
  private Health health;
  private Instant since;
  private @Nullable CheckResult last;
  private @Nullable Instant at;
  private @Nullable Duration took;

  WatchedCheck(CheckConfig config, Duration interval, Instant now, Listener listener) {
    this.config = config;
    this.health = Health.unknown(config.rise(), config.fall());
    this.since = now;
    this.loop =
        new CheckLoop(
            config.name(),
            Check.of(config),
            interval,
            (result, time) -> listener.onResult(this, result, time));
  }

  /** Hears of each result, on the check's own thread. */
  interface Listener {
    void onResult(WatchedCheck check, CheckResult result, Duration took);
  }

  void start() {
    loop.start();
  }

  void stop() {
    loop.stop();
  }

  Status status() {
    return health.status();
  }

  /** Takes over what another check knows, if that one asks the very same question. */
  void learnFrom(List<WatchedCheck> others) {
    for (WatchedCheck other : others) {
      if (question(other.config).equals(question(config))) {
        health = Health.known(other.status(), config.rise(), config.fall());
        since = other.since;
        last = other.last;
        at = other.at;
        took = other.took;
      }
    }
  }

  /**
   * Takes in one more result.
   *
   * @return says in the log what is new about it; that can wait until the registry was told
   */
  Runnable take(CheckResult result, Instant now, Duration time) {
    Status before = health.status();
    health = health.after(result.passed());
    Status after = health.status();
    boolean otherFailure = !result.passed() && (last == null || !last.equals(result));
    if (after != before) {
      since = now;
    }
    last = result;
    at = now;
    took = time;
    return () -> {
      if (otherFailure) {
        log.atWarn()
            .addKeyValue("check", config.name())
            .log("nerve: service check {} failed: {}", config.name(), result.reason());
      }
      if (after != before) {
        logTransition(before, after, result);
      }
    };
  }

  NerveStatus.Check snapshot() {
    return new NerveStatus.Check(config.name(), status(), since, last, at, took);
  }

  private void logTransition(Status before, Status after, CheckResult result) {
    String name = config.name();
    var entry = log.atInfo().addKeyValue("check", name);
    if (before == Status.UNKNOWN) {
      entry.log("nerve: service check {} initial check returned {}", name, result.passed());
    } else if (after == Status.UP) {
      entry.log(
          "nerve: service check {} transitions to up after {} successes", name, config.rise());
    } else {
      entry.log(
          "nerve: service check {} transitions to down after {} failures", name, config.fall());
    }
  }

  private static List<Object> question(CheckConfig config) {
    return switch (config) {
      case CheckConfig.Http c ->
          List.of(
              c.host(),
              c.port().text(),
              c.uri(),
              c.ssl(),
              c.headers(),
              Objects.requireNonNullElse(c.expect(), ""));
      case CheckConfig.Tcp c -> List.of(c.host(), c.port().text());
      case CheckConfig.Noop c -> List.of();
    };
  }
}
