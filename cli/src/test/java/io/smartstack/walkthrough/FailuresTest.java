// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.load.Statistics;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FailuresTest {

  @Test
  void oneFailedCallIsTooManyWhereNoneMayFail() {
    assertThat(new Failures.None().allow(counted(0, 0))).isTrue();
    assertThat(new Failures.None().allow(counted(1, 1))).isFalse();
  }

  @Test
  void afterAKillOnlyCallsWhoseAnswerHadBegunMayFail() {
    assertThat(new Failures.OnlyBegun().allow(counted(0, 0))).isTrue();
    assertThat(new Failures.OnlyBegun().allow(counted(3, 3))).isTrue();
    assertThat(new Failures.OnlyBegun().allow(counted(3, 2))).isFalse();
  }

  @Test
  void aProtectionThatIsOffAndHarmsNobodyProvesNothing() {
    assertThat(new Failures.Proof("off").allow(counted(0, 0))).isFalse();
    assertThat(new Failures.Proof("off").allow(counted(1, 0))).isTrue();
  }

  private static Statistics counted(int failed, int begun) {
    return new Statistics(
        500,
        250,
        failed,
        begun,
        Map.of(),
        Map.of(),
        Duration.ofSeconds(4),
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO);
  }
}
