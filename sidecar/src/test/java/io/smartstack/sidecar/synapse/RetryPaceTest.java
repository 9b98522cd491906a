// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.config.RetryPolicyConfig;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RetryPaceTest {

  @Property
  void pausesDoubleWithinTheirBoundsAndARunEndsWhenItsAttemptsDo(@ForAll long seed) {
    RetryPace pace = new RetryPace(RetryPolicyConfig.defaults(), new Random(seed));

    double whole = 0.5;
    for (int attempt = 1; attempt < 10; attempt++) {
      RetryPace.Step step = pace.failed();
      assertThat(step.runEnds()).isFalse();
      assertThat(step.pause().toNanos() / 1e9)
          .isBetween(Math.max(0.5, Math.min(whole, 60) / 2), Math.min(whole, 60));
      whole *= 2;
    }
    assertThat(pace.failed()).isEqualTo(new RetryPace.Step(Duration.ofSeconds(60), true));
    assertThat(pace.failed().pause()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void aRunAlsoEndsWhenItsTimeIsUp() {
    RetryPolicyConfig hasty =
        new RetryPolicyConfig(
            100, Duration.ofSeconds(1), Duration.ofMillis(400), Duration.ofSeconds(5));
    RetryPace pace = new RetryPace(hasty, new Random(1));

    List<Boolean> ends = Stream.generate(() -> pace.failed().runEnds()).limit(3).toList();
    assertThat(ends.getFirst()).isFalse();
    assertThat(ends).contains(true);
  }
}
