// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BackoffTest {

  @Property(tries = 200)
  void pausesAreHalfToAllOfADoublingLengthUpToFiveSeconds(
      @ForAll long seed, @ForAll @IntRange(min = 1) int failures) {
    double whole = Math.min(5000, 100 * Math.pow(2, Math.min(failures - 1, 20)));

    Duration pause = new Backoff(new Random(seed)).after(failures);

    assertThat(pause.toMillis()).isBetween((long) (whole / 2) - 1, (long) whole);
  }

  @Property(tries = 100)
  void aPeriodIsSpreadByAFifth(@ForAll long seed) {
    assertThat(new Backoff(new Random(seed)).around(Duration.ofSeconds(10)).toMillis())
        .isBetween(8_000L, 12_000L);
  }
}
