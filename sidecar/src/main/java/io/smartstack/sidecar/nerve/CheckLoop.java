// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.smartstack.sidecar.nerve.check.Check;
import io.smartstack.sidecar.nerve.check.CheckResult;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one check again and again on a thread of its own. */
final class CheckLoop {

  private static final Logger log = LoggerFactory.getLogger(CheckLoop.class);
  private static final long FROZEN = Duration.ofSeconds(1).toNanos();

  private final String name;
  private final Check check;
  private final Pace pace;
  private final Listener listener;
  private @Nullable Thread thread;
  private boolean stopped;

  CheckLoop(String name, Check check, Duration interval, Listener listener) {
    this.name = "check-" + name;
    this.check = check;
    this.pace = Pace.of(interval);
    this.listener = listener;
  }

  /** Hears of each result, on the check's own thread. */
  interface Listener {
    void onResult(CheckResult result, Duration took);
  }

  /** Runs the check now and from now on, unless it was stopped before. */
  synchronized void start() {
    if (!stopped) {
      thread = PromptThread.start(name, this::run);
    }
  }

  /** Runs it no more; a run under way is broken off. */
  synchronized void stop() {
    stopped = true;
    if (thread != null) {
      thread.interrupt();
      check.breakOff();
    }
  }

  private void run() {
    try {
      long start = System.nanoTime();
      runOnce(true);
      double phase = ThreadLocalRandom.current().nextDouble();
      long due = pace.second(start, System.nanoTime(), phase);
      while (true) {
        Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
        start = System.nanoTime();
        runOnce(true);
        due = pace.next(due, start, System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runOnce(boolean forgiving) throws InterruptedException {
    long start = System.nanoTime();
    CheckResult result = answer();
    long took = System.nanoTime() - start;
    if (forgiving && !result.passed() && stoodStill(took, check.longest())) {
      runOnce(false);
      return;
    }
    try {
      listener.onResult(result, Duration.ofNanos(took));
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("nerve: a result of {} was lost", name);
    }
  }

  /** Far beyond a check's own timeouts it was this process that stood still, not the service. */
  static boolean stoodStill(long took, Duration longest) {
    return took > longest.toNanos() + FROZEN;
  }

  private CheckResult answer() throws InterruptedException {
    try {
      return check.run();
    } catch (RuntimeException | Error e) {
      return CheckResult.failed("the check itself broke: " + e);
    }
  }
}
