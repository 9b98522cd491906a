// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DrainTest {

  private final CompletableFuture<Void> acknowledged = new CompletableFuture<>();
  private final AtomicInteger withdrawn = new AtomicInteger();
  private final AtomicInteger restored = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private int callersStillComing;
  private final Set<String> seen = new HashSet<>();

  // Each look at the clock is a tenth of a second later: the test needs no real time.
  private final Drain drain =
      new Drain(
          () -> {
            withdrawn.incrementAndGet();
            return acknowledged;
          },
          restored::incrementAndGet,
          () -> Set.of(new InetSocketAddress(8000)),
          ports -> {
            if (callersStillComing-- > 0) {
              seen.add("caller " + callersStillComing);
            }
            return Set.copyOf(seen);
          },
          () -> nanos.addAndGet(Duration.ofMillis(100).toNanos()));

  @Test
  void isDrainedWhenDeregisteredAndNoConnectionCameForASecond() throws Exception {
    acknowledged.complete(null);
    drain.begin();

    assertThat(drain.await(Duration.ofSeconds(15))).isEqualTo(Drain.Progress.DRAINED);
  }

  @Test
  void waitsWhileCallersStillOpenConnections() throws Exception {
    acknowledged.complete(null);
    callersStillComing = 20;
    drain.begin();

    assertThat(drain.await(Duration.ofSeconds(1))).isEqualTo(Drain.Progress.CALLERS_LEAVING);
    assertThat(drain.await(Duration.ofSeconds(15))).isEqualTo(Drain.Progress.DRAINED);
    assertThat(callersStillComing).isNegative();
  }

  @Test
  void aConnectionThatStaysOpenDoesNotHoldItUp() throws Exception {
    acknowledged.complete(null);
    seen.add("a keep-alive connection without requests");
    drain.begin();

    assertThat(drain.await(Duration.ofSeconds(15))).isEqualTo(Drain.Progress.DRAINED);
  }

  @Test
  void isNotDrainedBeforeTheRegistryHasAcknowledged() throws Exception {
    drain.begin();

    assertThat(drain.await(Duration.ofSeconds(2))).isEqualTo(Drain.Progress.DEREGISTERING);
  }

  @Test
  void waitingDoesNotBeginIt() throws Exception {
    assertThat(drain.await(Duration.ofSeconds(1))).isEqualTo(Drain.Progress.NOT_ASKED);
    assertThat(withdrawn).hasValue(0);
  }

  @Test
  void whoIsOnlyRestartedIsNotKeptWaitingForADrainThatNobodyAsksFor() throws Exception {
    assertThat(drain.await(Duration.ofSeconds(150))).isEqualTo(Drain.Progress.NOT_ASKED);
    assertThat(Duration.ofNanos(nanos.get())).isBetween(Drain.ASKED_BY, Duration.ofSeconds(6));
  }

  @Test
  void beginningTwiceWithdrawsOnceAndEndingRestoresOnce() {
    drain.begin();
    drain.begin();
    assertThat(withdrawn).hasValue(1);
    assertThat(drain.begun()).isTrue();

    drain.end();
    drain.end();
    assertThat(restored).hasValue(1);
    assertThat(drain.begun()).isFalse();
  }
}
