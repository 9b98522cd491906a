// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.e2e.report.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One scene being played: does things, looks at what comes of them, keeps what was measured. */
final class Scene {

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int LINES_SHOWN = 40;

  private final Stage stage;
  private final List<String> lines = new ArrayList<>();
  private final long began = System.nanoTime();
  private long deed = System.nanoTime();
  private @Nullable String noticedBy;
  private @Nullable Duration noticed;
  private @Nullable Duration recovered;
  private @Nullable Calls calls;
  private @Nullable Callers calling;

  Scene(Stage stage) {
    this.stage = stage;
  }

  Stage stage() {
    return stage;
  }

  Cluster cluster() {
    return stage.cluster();
  }

  /** Says what this is about. */
  void say(String text) {
    text.lines().forEach(line -> line("      " + line));
  }

  /** Does something by a command; times run from here. */
  String deed(String command) {
    deed = System.nanoTime();
    return see(command);
  }

  /** Looks at something by a command. */
  String see(String command) {
    line("$ " + command);
    String said = Shell.run(command);
    said.lines().limit(LINES_SHOWN).forEach(line -> line("  | " + line));
    return said;
  }

  /**
   * Waits until something holds; fails when it doesn't in time. Returns how long ago the deed was.
   */
  Duration await(String what, Duration limit, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(limit)
        .pollInterval(LOOK)
        .pollDelay(Duration.ZERO)
        .until(condition);
    Duration since = Duration.ofNanos(System.nanoTime() - deed);
    line("  after %.1f s: %s".formatted(since.toMillis() / 1e3, what));
    return since;
  }

  /** Waits until the deed has been noticed. */
  void noticed(String by, String what, Duration limit, Callable<Boolean> condition) {
    noticed = await(what, limit, condition);
    noticedBy = by;
  }

  /** Waits until everything that the deed has broken works again. */
  void recovered(String what, Duration limit, Callable<Boolean> condition) {
    recovered = await(what, limit, condition);
  }

  /** Notes that something holds, and fails when it doesn't. */
  void verdict(String what, boolean holds) {
    line((holds ? "  ok  " : "  NOT ") + what);
    assertThat(holds).as(what).isTrue();
  }

  /** From here until {@link #lost} somebody calls service-a at a steady rate. */
  void traffic() {
    traffic(stage.caller(), Stage.PORT);
  }

  /** From here until {@link #lost} somebody calls a port at a steady rate. */
  void traffic(Callers who, int port) {
    who.begin(port);
    calling = who;
    line(
        "  calls begin: %d a second at localhost:%d, half of them over kept connections"
            .formatted(Callers.PER_SECOND, port));
  }

  /**
   * Ends the calls; fails where more than so many were lost, or where there were too few of them to
   * tell.
   */
  Calls lost(int atMost) {
    if (calling == null) {
      throw new IllegalStateException("no calls are being made");
    }
    Calls all = calling.end();
    calls = all;
    line(
        "  %,d calls in %.1f s, %d lost %s; answered by %s; p99 %.1f ms"
            .formatted(
                all.sent(),
                all.seconds(),
                all.lost(),
                all.reasons(),
                all.answeredBy(),
                all.p99Milliseconds()));
    assertThat(all.sent()).as("calls").isGreaterThanOrEqualTo(Calls.LEAST);
    assertThat(all.sent() / all.seconds()).as("calls per second").isGreaterThan(Calls.LEAST_RATE);
    assertThat(all.lost()).as("lost calls: %s", all.reasons()).isLessThanOrEqualTo(atMost);
    return all;
  }

  /** Ends the calls of a scene that failed. */
  void silence() {
    if (calling != null && calls == null) {
      calling.cancel();
    }
  }

  private void line(String text) {
    String timed = "%6.1f  %s".formatted((System.nanoTime() - began) / 1e9, text);
    lines.add(timed);
    System.out.println(timed);
  }

  /** What came of it. */
  Result result(String chapter, String title, String play, Result.Verdict verdict, String words) {
    Calls made = calls;
    return new Result(
        chapter,
        title,
        play,
        verdict,
        words,
        made == null ? null : made.sent(),
        made == null ? null : made.lost(),
        noticedBy,
        seconds(noticed),
        seconds(recovered),
        (System.nanoTime() - began) / 1e9,
        List.copyOf(lines));
  }

  private static @Nullable Double seconds(@Nullable Duration time) {
    return time == null ? null : time.toMillis() / 1e3;
  }
}
