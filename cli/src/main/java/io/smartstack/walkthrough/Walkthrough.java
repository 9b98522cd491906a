// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import io.smartstack.load.LoadGenerator;
import io.smartstack.load.Statistics;
import io.smartstack.local.LocalException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plays the steps one after the other and judges each by what was observed. */
final class Walkthrough {

  /** Calls run undisturbed for this long before each deed: what fails later was not late before. */
  private static final Duration LEAD = Duration.ofMillis(300);

  /** So many calls after everything is mended show that it is. */
  private static final int AFTERWARDS = 100;

  private static final Duration LOOK = Duration.ofMillis(50);

  private final Cast cast;
  private final Calls calls;
  private final Screen screen;

  Walkthrough(Cast cast, Screen screen) {
    this.cast = cast;
    this.calls = cast.calls();
    this.screen = screen;
  }

  List<StepResult> play(List<Step> steps) throws InterruptedException {
    List<StepResult> results = new ArrayList<>();
    String chapter = "";
    for (Step step : steps) {
      if (!step.chapter().equals(chapter)) {
        chapter = step.chapter();
        screen.chapter(chapter);
      }
      screen.step(results.size() + 1, steps.size(), step.title());
      results.add(play(step));
    }
    return results;
  }

  private StepResult play(Step step) throws InterruptedException {
    Scene scene = new Scene(cast, screen);
    long from = System.nanoTime();
    try {
      if (calls.running() != null) {
        cast.restore(scene);
        from = System.nanoTime();
        Thread.sleep(LEAD);
      }
      step.act().play(scene);
    } catch (InterruptedException stopping) {
      throw stopping;
    } catch (StepFailed judged) {
      screen.note("this step can't go on");
    } catch (LocalException problem) {
      scene.verdict("the step can be played", false, String.valueOf(problem.getMessage()));
    } catch (Exception surprise) {
      scene.verdict("the step can be played", false, surprise.toString());
    }
    Statistics counted = judge(step, scene, from);
    return new StepResult(
        step,
        Duration.ofNanos(System.nanoTime() - from),
        counted,
        scene.timeToNotice(),
        scene.timeToRecover(),
        scene.verdicts());
  }

  private @Nullable Statistics judge(Step step, Scene scene, long start)
      throws InterruptedException {
    LoadGenerator load = calls.running();
    if (load == null || step.failures() instanceof Failures.NoCaller) {
      return null;
    }
    long from = Math.max(start, calls.beganNanos());
    Statistics counted = load.statistics(from, System.nanoTime());
    long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (counted.sent() < Calls.LEAST && System.nanoTime() < until) {
      Thread.sleep(LOOK);
      counted = load.statistics(from, System.nanoTime());
    }
    screen.note(described(counted));
    scene.verdict(
        "at least %d calls at %d/s".formatted(Calls.LEAST, Calls.LEAST_RATE),
        counted.sent() >= Calls.LEAST && counted.rate() >= Calls.LEAST_RATE,
        "%d at %.0f/s".formatted(counted.sent(), counted.rate()));
    scene.verdict(
        step.failures().expectation(),
        step.failures().allow(counted),
        counted.failed() + " failed " + counted.reasons());
    if (step.failures() instanceof Failures.UntilMended) {
      Statistics after = load.statistics(scene.mendedNanos(), System.nanoTime());
      while (after.sent() < AFTERWARDS) {
        Thread.sleep(LOOK);
        after = load.statistics(scene.mendedNanos(), System.nanoTime());
      }
      scene.verdict(
          "calls succeed again once it is mended",
          scene.mendedNanos() != 0 && after.failed() == 0,
          "%d sent, %d failed since".formatted(after.sent(), after.failed()));
    }
    return counted;
  }

  private static String described(Statistics counted) {
    return "%d calls (%d keep-alive, %d close) at %.0f/s: %d failed%s; answered by %s; p50 %.1f ms, p99 %.1f ms"
        .formatted(
            counted.sent(),
            counted.keepAlive(),
            counted.sent() - counted.keepAlive(),
            counted.rate(),
            counted.failed(),
            counted.failed() == 0
                ? ""
                : " %s, %d of them with their answer begun"
                    .formatted(counted.reasons(), counted.failedBegun()),
            counted.nodes(),
            counted.p50().toNanos() / 1e6,
            counted.p99().toNanos() / 1e6);
  }
}
