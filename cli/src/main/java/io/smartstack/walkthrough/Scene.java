// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import io.smartstack.local.Machine;
import io.smartstack.local.Role;
import io.smartstack.local.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One step being played: does things, looks at what comes of them, keeps what was measured. */
final class Scene {

  private static final Duration LOOK = Duration.ofMillis(25);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Cast cast;
  private final Screen screen;
  private final List<Verdict> verdicts = new ArrayList<>();
  private final Map<String, LogReader> logs = new HashMap<>();
  private long deed = System.nanoTime();
  private @Nullable Duration noticed;
  private @Nullable Duration recovered;
  private long mended;

  Scene(Cast cast, Screen screen) {
    this.cast = cast;
    this.screen = screen;
    for (Machine machine : cast.all()) {
      for (Role role : Role.values()) {
        logs.put(machine.name() + role, new LogReader(machine.log(role)));
      }
    }
  }

  Cast cast() {
    return cast;
  }

  /** Says what this is about. */
  void say(String text) {
    screen.note(text);
  }

  /** Does something; times run from here. */
  void deed(Machine where, String command, Runnable action) {
    screen.deed(where.name(), command);
    deed = System.nanoTime();
    action.run();
  }

  /** Kills a role's process; times run from here. */
  void kill(Machine where, Role role) {
    long pid = where.pid(role).map(p -> p.number()).orElse(0L);
    deed(
        where,
        "kill -9 %d    # %s".formatted(pid, role.word()),
        () -> where.stop(role, Signal.KILL, PATIENCE));
  }

  /** Asks a role's process to stop and waits until it has; times run from here. */
  void terminate(Machine where, Role role) {
    long pid = where.pid(role).map(p -> p.number()).orElse(0L);
    deed(
        where,
        "kill %d    # %s".formatted(pid, role.word()),
        () -> where.stop(role, Signal.TERM, Duration.ofSeconds(20)));
  }

  /** Shows what is seen somewhere. */
  void see(String where, String text) {
    screen.seen(where, text);
  }

  /** What a role has said in this step. */
  LogReader log(Machine machine, Role role) {
    return Objects.requireNonNull(logs.get(machine.name() + role));
  }

  /**
   * Waits for a role to say something, and shows the line.
   *
   * @throws StepFailed when it doesn't in time
   */
  String says(Machine machine, Role role, String regex, Duration limit) throws StepFailed {
    LogReader log = log(machine, role);
    String place = machine.name() + " " + role.word();
    String line = awaitValue(place + " says \"" + regex + "\"", limit, () -> log.find(regex));
    see(place, line);
    return line;
  }

  /**
   * Waits until something holds.
   *
   * @return how long ago the deed was when it did
   * @throws StepFailed when it doesn't in time
   */
  Duration await(String what, Duration limit, BooleanSupplier condition) throws StepFailed {
    awaitValue(what, limit, () -> condition.getAsBoolean() ? Optional.of("") : Optional.empty());
    return sinceDeed();
  }

  /** Waits until there is a value. */
  <T> T awaitValue(String what, Duration limit, Supplier<Optional<T>> question) throws StepFailed {
    long until = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> answer = question.get();
      if (answer.isPresent()) {
        return answer.get();
      }
      if (System.nanoTime() > until || Thread.currentThread().isInterrupted()) {
        verdict(what, false, "not within " + limit.toSeconds() + " s");
        throw new StepFailed(what);
      }
      sleep(LOOK);
    }
  }

  /** Lets time pass. */
  void pass(Duration time) {
    sleep(time);
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** Notes whether something holds. */
  void verdict(String what, boolean holds, String observed) {
    Verdict verdict = new Verdict(what, holds, observed.strip().replaceAll("\\s+", " "));
    verdicts.add(verdict);
    screen.verdict(verdict);
  }

  /** How many of service_b's calls have failed since a moment. */
  int failedSince(long nanos) throws InterruptedException {
    return Objects.requireNonNull(cast.calls().running())
        .statistics(nanos, System.nanoTime())
        .failed();
  }

  /** The deed was noticed now. */
  void noticed(String by) {
    noticed = sinceDeed();
    screen.note("noticed after %.1f s: %s".formatted(noticed.toMillis() / 1e3, by));
  }

  /** All is well again now, as seen by {@code how}. */
  void recovered(String how) {
    recovered = sinceDeed();
    mended = System.nanoTime();
    screen.note("recovered after %.1f s: %s".formatted(recovered.toMillis() / 1e3, how));
  }

  Duration sinceDeed() {
    return Duration.ofNanos(System.nanoTime() - deed);
  }

  List<Verdict> verdicts() {
    return List.copyOf(verdicts);
  }

  @Nullable Duration timeToNotice() {
    return noticed;
  }

  @Nullable Duration timeToRecover() {
    return recovered;
  }

  /** When all was well again, 0 when the step broke nothing. */
  long mendedNanos() {
    return mended;
  }
}
