// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.config.RateLimitConfig;
import io.smartstack.sidecar.nerve.RateLimiter.Verdict;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

  @Test
  void withoutALimitEverythingIsAllowed() {
    RateLimiter limiter = new RateLimiter(RateLimitConfig.unlimited(), now::get);
    for (int i = 0; i < 10_000; i++) {
      assertThat(limiter.take()).isEqualTo(Verdict.ALLOWED);
    }
  }

  @Test
  void itStartsWithOneSecondsTokensAndEarnsMore() {
    RateLimiter limiter = new RateLimiter(new RateLimitConfig(2, 10, false), now::get);
    assertThat(limiter.take()).isEqualTo(Verdict.ALLOWED);
    assertThat(limiter.take()).isEqualTo(Verdict.ALLOWED);
    assertThat(limiter.take()).isEqualTo(Verdict.THROTTLED);
    pass(Duration.ofMillis(499));
    assertThat(limiter.take()).isEqualTo(Verdict.THROTTLED);
    pass(Duration.ofMillis(2));
    assertThat(limiter.take()).isEqualTo(Verdict.ALLOWED);
    assertThat(limiter.take()).isEqualTo(Verdict.THROTTLED);
  }

  @Test
  void aRateBelowOneDelaysEvenTheFirst() {
    RateLimiter limiter = new RateLimiter(new RateLimitConfig(0.5, 10, false), now::get);
    assertThat(limiter.take()).isEqualTo(Verdict.THROTTLED);
    pass(Duration.ofSeconds(1));
    assertThat(limiter.take()).isEqualTo(Verdict.ALLOWED);
  }

  @Test
  void noMoreThanABurstIsSaved() {
    RateLimiter limiter = new RateLimiter(new RateLimitConfig(1, 3, false), now::get);
    pass(Duration.ofHours(1));
    for (int i = 0; i < 3; i++) {
      assertThat(limiter.take()).isEqualTo(Verdict.ALLOWED);
    }
    assertThat(limiter.take()).isEqualTo(Verdict.THROTTLED);
  }

  @Test
  void inShadowModeTheLimitIsOnlyCounted() {
    RateLimiter limiter = new RateLimiter(new RateLimitConfig(1, 1, true), now::get);
    assertThat(limiter.take()).isEqualTo(Verdict.ALLOWED);
    assertThat(limiter.take()).isEqualTo(Verdict.WOULD_BE_THROTTLED);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
