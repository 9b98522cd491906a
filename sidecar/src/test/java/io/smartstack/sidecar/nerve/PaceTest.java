// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

  private final Pace pace = new Pace(100);

  @Test
  void aRunThatStartsLateDoesNotMoveTheNext() {
    assertThat(pace.next(1000, 1030, 1040)).isEqualTo(1100);
  }

  @Test
  void aRunThatTakesLongerThanTheIntervalIsFollowedAtOnce() {
    assertThat(pace.next(1000, 1000, 1170)).isEqualTo(1170);
  }

  @Test
  void afterALongPauseNothingIsMadeUpFor() {
    assertThat(pace.next(1000, 61_000, 61_010)).isEqualTo(61_100);
  }

  @Test
  void theSecondRunComesAtARandomMomentOfTheSecondHalf() {
    assertThat(pace.second(1000, 1001, 0)).isEqualTo(1050);
    assertThat(pace.second(1000, 1001, 0.5)).isEqualTo(1075);
    assertThat(pace.second(1000, 1090, 0)).isEqualTo(1090);
  }

  @Test
  void aClockThatOverflowsDoesNotConfuseIt() {
    assertThat(pace.next(Long.MAX_VALUE - 50, Long.MAX_VALUE - 50, Long.MAX_VALUE - 40))
        .isEqualTo(Long.MIN_VALUE + 49);
  }

  @Test
  void aCheckThatTookFarLongerThanItMaySaysThatNerveItselfStoodStill() {
    Duration longest = Duration.ofMillis(300);
    assertThat(CheckLoop.stoodStill(Duration.ofMillis(400).toNanos(), longest)).isFalse();
    assertThat(CheckLoop.stoodStill(Duration.ofSeconds(60).toNanos(), longest)).isTrue();
  }

  @Test
  void anIntervalOfNothingIsAMillisecond() {
    assertThat(Pace.of(Duration.ZERO).interval()).isEqualTo(1_000_000);
  }
}
