// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smartstack.sidecar.config.NerveConfig;
import io.smartstack.sidecar.config.NerveServiceConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThousandServicesTest {

  private static final int SERVICES = 1000;
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  @Test
  void theChecksOfAThousandServicesHoldTheirInterval() throws Exception {
    RecordingReporter.Registry registry = new RecordingReporter.Registry();
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Nerve nerve = new Nerve(registry, meters);
    try (Door door = Door.open()) {
      nerve.start(new NerveConfig("i", services(door), null, 10));
      await().until(() -> nerve.count(Status.UP) == SERVICES);
      List<Double> rates = new ArrayList<>();
      // A busy machine may spoil one window, hardly five.
      while (rates.size() < 5 && rates.stream().noneMatch(rate -> rate > 0.9)) {
        rates.add(runsPerServiceAndInterval(meters.get("nerve.check.duration").timer()));
      }
      assertThat(rates).anySatisfy(rate -> assertThat(rate).isGreaterThan(0.9));
      assertThat(nerve.count(Status.UP)).isEqualTo(SERVICES);
      Instant stale = Instant.now().minus(INTERVAL.multipliedBy(3));
      assertThat(nerve.status().services())
          .allSatisfy(service -> assertThat(service.checks().getFirst().at()).isAfter(stale));
    } finally {
      assertThat(nerve.stop(Duration.ofSeconds(20))).isTrue();
    }
  }

  /** Counts four runs of all services together over the time they really took. */
  private static double runsPerServiceAndInterval(Timer checks) {
    long start = System.nanoTime();
    long before = checks.count();
    await().atMost(60, TimeUnit.SECONDS).until(() -> checks.count() - before >= 4L * SERVICES);
    double intervals = (System.nanoTime() - start) / (double) INTERVAL.toNanos();
    return (checks.count() - before) / intervals / SERVICES;
  }

  private static Map<String, NerveServiceConfig> services(Door door) {
    Map<String, NerveServiceConfig> services = new LinkedHashMap<>();
    for (int i = 0; i < SERVICES; i++) {
      NerveServiceConfig s = Services.service("s" + i, 1, Services.tcp(door.port(), 1, 3));
      services.put(
          s.name(),
          new NerveServiceConfig(
              s.name(),
              s.host(),
              s.port(),
              s.reporter(),
              INTERVAL,
              false,
              s.checks(),
              s.rateLimit(),
              null,
              null,
              null));
    }
    return services;
  }
}
