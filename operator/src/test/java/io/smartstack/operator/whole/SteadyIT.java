// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import static io.smartstack.operator.whole.World.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smartstack.apiserver.AuditLog;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where nothing happens, nothing is written. */
class SteadyIT {

  private static final Duration SETTLING = Duration.ofSeconds(10);
  private static final Duration MINUTE = Duration.ofSeconds(60);

  private final World world = World.settled();

  @Test
  void aMinuteInWhichNothingHappensHasNoWriteButTheLeases() {
    var quiet = new Object[] {world.api().audit().mark(), System.nanoTime()};
    patiently("the last news are written")
        .until(() -> {
          if (!written((AuditLog.Mark) quiet[0]).isEmpty()) {
            quiet[0] = world.api().audit().mark();
            quiet[1] = System.nanoTime();
          }
          return System.nanoTime() - (long) quiet[1] > SETTLING.toNanos();
        });

    AuditLog.Mark begin = world.api().audit().mark();
    await("a write")
        .during(MINUTE)
        .atMost(MINUTE.plus(SETTLING))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(written(begin)).isEmpty());
    assertThat(leases(begin)).as("the Lease is renewed, so the log is read").isNotEmpty();
  }

  private List<AuditLog.Write> written(AuditLog.Mark since) {
    return by(since).stream().filter(write -> !write.resource().equals("leases")).toList();
  }

  private List<AuditLog.Write> leases(AuditLog.Mark since) {
    return by(since).stream().filter(write -> write.resource().equals("leases")).toList();
  }

  private List<AuditLog.Write> by(AuditLog.Mark since) {
    String operator = world.operators().user();
    return world.api().audit().writesSince(since).stream()
        .filter(write -> write.user().equals(operator))
        .toList();
  }
}
