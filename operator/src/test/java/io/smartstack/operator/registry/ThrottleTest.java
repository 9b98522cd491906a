// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThrottleTest {

  private final List<Runnable> later = new ArrayList<>();
  private final List<String> passed = new ArrayList<>();
  private final Throttle<String> throttle =
      new Throttle<>(Duration.ofSeconds(1), (_, action) -> later.add(action), passed::add);

  @Test
  void theFirstPassesAtOnce() {
    throttle.offer("a");
    assertThat(passed).containsExactly("a");
  }

  @Test
  void manyDuringThePausePassAsOneAfterIt() {
    for (int i = 0; i < 100; i++) {
      throttle.offer("a");
    }
    assertThat(passed).containsExactly("a");
    pauseIsOver();
    assertThat(passed).containsExactly("a", "a");
    pauseIsOver();
    assertThat(passed).containsExactly("a", "a");
  }

  @Test
  void oneThingDoesNotHoldAnotherBack() {
    throttle.offer("a");
    throttle.offer("b");
    assertThat(passed).containsExactly("a", "b");
  }

  @Test
  void thePauseBeginsAnewWithTheOneThatWasHeldBack() {
    throttle.offer("a");
    throttle.offer("a");
    pauseIsOver();
    throttle.offer("a");
    assertThat(passed).containsExactly("a", "a");
    pauseIsOver();
    assertThat(passed).containsExactly("a", "a", "a");
  }

  @Test
  void nothingIsRememberedOfThingsThatAreQuiet() {
    for (int i = 0; i < 50; i++) {
      throttle.offer("service" + i);
    }
    pauseIsOver();
    assertThat(throttle.size()).isZero();
  }

  private void pauseIsOver() {
    List<Runnable> due = List.copyOf(later);
    later.clear();
    due.forEach(Runnable::run);
  }
}
