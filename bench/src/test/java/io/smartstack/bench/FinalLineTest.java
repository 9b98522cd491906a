// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FinalLineTest {

  private static final Limit LIMIT = new Limit("bare create-ack", 2);

  @Test
  void saysWhatIsMissedAndByHowMuch() {
    List<Figure> figures =
        List.of(
            Figure.of("routable, p50", "ms", 3.8, LIMIT, new Target.AtMostRatio(1.6)),
            Figure.of("drained, p50", "ms", 2.4, LIMIT, new Target.AtMostRatio(1.2)),
            Figure.of("memory", "MiB", 61, new Target.AtMost(56)),
            Figure.reported("watchers", "", 980));

    assertThat(FinalLine.of(figures))
        .isEqualTo(
            "targets: 1 held, 2 missed (routable, p50 1.9 × > 1.6 ×; memory 61 MiB > 56 MiB), 1 reported");
    assertThat(FinalLine.faulty(figures)).isFalse();
  }

  @Test
  void onlyWhatMustBeZeroFailsTheRun() {
    Figure lost = Figure.of("requests lost", "requests", 3, new Target.Zero());

    assertThat(FinalLine.of(List.of(lost)))
        .isEqualTo("targets: 0 held, 1 missed (requests lost 3 requests > 0), 0 reported");
    assertThat(FinalLine.faulty(List.of(lost))).isTrue();
  }

  @Test
  void aRatioWithoutALimitIsMissed() {
    Figure figure =
        new Figure("ahead", "×", 30, null, new Target.AtLeastRatio(20), java.util.Map.of());

    assertThat(figure.verdict()).isEqualTo(Verdict.MISSED);
    assertThat(FinalLine.of(List.of(figure))).contains("ahead no limit measured < 20 ×");
  }

  @Test
  void anEdgeIsHeld() {
    assertThat(Figure.of("f", "ms", 4, LIMIT, new Target.AtMostRatio(2)).verdict())
        .isEqualTo(Verdict.HELD);
    assertThat(Figure.of("f", "ms", 4, LIMIT, new Target.AtLeastRatio(2)).verdict())
        .isEqualTo(Verdict.HELD);
    assertThat(Figure.of("f", "", 0, new Target.Zero()).verdict()).isEqualTo(Verdict.HELD);
  }
}
