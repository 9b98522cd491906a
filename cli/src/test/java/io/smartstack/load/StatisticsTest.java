// SPDX-License-Identifier: Apache-2.0
package io.smartstack.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StatisticsTest {

  @Test
  void aRequestCountsWhereItWasDueHoweverLateItsOutcome() {
    List<Sample> samples =
        List.of(ok(99, "a"), ok(100, "a"), failed(199, Outcome.RESET, true), ok(200, "b"));

    Statistics counted = Statistics.of(samples, 100, 200);

    assertThat(counted.sent()).isEqualTo(2);
    assertThat(counted.failed()).isEqualTo(1);
    assertThat(counted.nodes()).containsOnlyKeys("a");
  }

  @Test
  void failuresAreToldByReasonAndByWhetherTheAnswerHadBegun() {
    List<Sample> samples =
        List.of(
            failed(1, Outcome.RESET, false),
            failed(2, Outcome.SHORT, true),
            new Sample(3, 4, true, Outcome.NOT_200, 503, true, ""),
            new Sample(9, 10, true, Outcome.NOT_200, 503, true, ""));

    Statistics counted = Statistics.of(samples, 0, 100);

    assertThat(counted.reasons()).containsEntry("503", 2).containsEntry("reset", 1).hasSize(3);
    assertThat(counted.failedBegun()).isEqualTo(3);
    assertThat(counted.failingFor()).isEqualTo(Duration.ofNanos(8));
  }

  @Test
  void sharesAndRatesAreOfGoodAnswersAndOfAllRequests() {
    List<Sample> samples = List.of(ok(1, "a"), ok(2, "a"), ok(3, "a"), ok(4, "b"));

    Statistics counted = Statistics.of(samples, 0, 2_000_000_000L);

    assertThat(counted.share("a")).isEqualTo(0.75);
    assertThat(counted.share("c")).isZero();
    assertThat(counted.rate()).isEqualTo(2.0);
  }

  private static Sample ok(long start, String node) {
    return new Sample(start, start + 1000, true, Outcome.OK, 200, true, node);
  }

  private static Sample failed(long start, Outcome outcome, boolean begun) {
    return new Sample(start, start + 1000, false, outcome, 0, begun, "");
  }
}
