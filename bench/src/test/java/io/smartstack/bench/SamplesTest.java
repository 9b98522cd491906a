// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest {

  @Test
  void aPercentileIsAMeasuredValue() {
    Samples hundred = Samples.of(IntStream.rangeClosed(1, 100).boxed().toList());

    assertThat(hundred.p50()).isEqualTo(50);
    assertThat(hundred.p99()).isEqualTo(99);
    assertThat(hundred.percentile(100)).isEqualTo(100);
    assertThat(hundred.mean()).isEqualTo(50.5);
  }

  @Test
  void oneValueIsEveryPercentile() {
    Samples one = Samples.of(7.5);

    assertThat(List.of(one.min(), one.p50(), one.p99(), one.max())).containsOnly(7.5);
  }

  @Test
  void theOrderDoesNotMatter() {
    assertThat(Samples.of(3, 1, 2).p50()).isEqualTo(2);
  }

  @Test
  void nothingMeasuredIsNoFigure() {
    assertThatThrownBy(() -> Samples.of(List.<Double>of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
