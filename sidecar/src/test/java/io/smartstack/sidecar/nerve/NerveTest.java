// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.CheckConfig;
import io.smartstack.sidecar.config.NerveConfig;
import io.smartstack.sidecar.config.NerveServiceConfig;
import io.smartstack.sidecar.config.RateLimitConfig;
import io.smartstack.sidecar.config.ReporterConfig;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NerveTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RecordingReporter.Registry registry = new RecordingReporter.Registry();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Nerve nerve = new Nerve(registry, meters, PATIENCE, Services.FAST);

  @AfterEach
  void stop() {
    registry.answer();
    nerve.stop(Duration.ofSeconds(20));
  }

  @Test
  void aServiceThatIsHealthyAtTheStartIsUpAtOnceWhateverItsRise() throws Exception {
    try (Door door = Door.open();
        Logged logged = new Logged()) {
      nerve.start(Services.nerve(Services.service("a", door.port(), check(door, 1000, 3))));
      await().until(() -> registry.told.equals(List.of("up a:" + door.port())));
      assertThat(logged.lines())
          .containsSubsequence(
              "nerve: starting service watch a",
              "nerve: service check tcp-" + door.port() + " initial check returned true",
              "nerve: service a is now up");
    }
  }

  @Test
  void aServiceThatComesBackIsUpAfterThreeSuccesses() throws Exception {
    try (Door door = Door.open();
        Logged logged = new Logged()) {
      door.shut();
      nerve.start(Services.nerve(Services.service("a", door.port(), check(door, 3, 1))));
      await().until(() -> registry.told.equals(List.of("down a:" + door.port())));
      door.reopen();
      await().until(() -> registry.told.size() == 2);
      assertThat(registry.told.getLast()).isEqualTo("up a:" + door.port());
      assertThat(logged.lines())
          .containsSubsequence(
              "nerve: service check tcp-" + door.port() + " failed: connection refused",
              "nerve: service check tcp-" + door.port() + " initial check returned false",
              "nerve: service a is now down",
              "nerve: service check tcp-" + door.port() + " transitions to up after 3 successes",
              "nerve: service a is now up");
    }
  }

  @Test
  void aServiceIsUpOnlyWhileAllItsChecksPass() throws Exception {
    try (Door one = Door.open();
        Door two = Door.open()) {
      nerve.start(Services.nerve(Services.service("a", 1, check(one, 1, 1), check(two, 1, 2))));
      await().until(() -> registry.standing().equals(List.of("a:1")));
      two.shut();
      await().until(() -> registry.standing().isEmpty());
      NerveStatus.Service service = nerve.status().services().getFirst();
      assertThat(service.status()).isEqualTo(Status.DOWN);
      assertThat(service.checks().getFirst().status()).isEqualTo(Status.UP);
      assertThat(service.checks().getLast().last())
          .hasToString("CheckResult[passed=false, reason=connection refused]");
      two.reopen();
      await().until(() -> registry.standing().equals(List.of("a:1")));
    }
  }

  @Test
  void aCheckThatHangsDelaysNoOther() throws Exception {
    try (Door door = Door.open();
        ServerSocket silent = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
      CheckConfig hanging = http(silent.getLocalPort(), Duration.ofMinutes(1));
      nerve.start(
          Services.nerve(
              Services.service("hangs", 1, hanging, check(door, 1, 1)),
              Services.service("works", 2, check(door, 1, 1)),
              Services.service("fails", 3, hanging, Services.tcp(0, 1, 1))));
      await().until(() -> registry.told.containsAll(List.of("up works:2", "down fails:3")));
      long visits = door.visits();
      await().until(() -> door.visits() > visits + 20);
      assertThat(registry.told).noneMatch(line -> line.contains("hangs"));
      assertThat(nerve.status().services().getFirst().status()).isEqualTo(Status.UNKNOWN);
    }
  }

  @Test
  void aServiceWithoutChecksIsUpAndSoIsOneWhoseChecksAreMocked() throws Exception {
    CheckConfig failing = Services.tcp(0, 1, 1);
    NerveServiceConfig mocked =
        Services.limited(Services.service("b", 2, failing), RateLimitConfig.unlimited(), true);
    nerve.start(Services.nerve(Services.service("a", 1), mocked));
    await().until(() -> registry.standing().equals(List.of("a:1", "b:2")));
    assertThat(nerve.status().registeredOnce()).isTrue();
  }

  @Test
  void aServiceOfReporterTypeBaseIsCheckedOnly() throws Exception {
    NerveServiceConfig s = Services.service("a", 1);
    NerveServiceConfig base =
        new NerveServiceConfig(
            "a",
            s.host(),
            s.port(),
            new ReporterConfig.None(),
            s.checkInterval(),
            false,
            List.of(),
            s.rateLimit(),
            null,
            null,
            null);
    nerve.start(Services.nerve(base));
    await().until(() -> nerve.status().registeredOnce());
    assertThat(registry.reporters).isEmpty();
  }

  @Test
  void aThrottledChangeIsReportedWhenThereIsATokenAgain() throws Exception {
    try (Door door = Door.open()) {
      NerveServiceConfig service = Services.service("a", 1, check(door, 1, 1));
      nerve.start(
          Services.nerve(Services.limited(service, new RateLimitConfig(2, 1, false), false)));
      await().until(() -> registry.told.equals(List.of("up a:1")));
      door.shut();
      await().until(() -> nerve.status().services().getFirst().throttled());
      assertThat(meters.counter("nerve.throttled", "service", "a").count()).isPositive();
      await().until(() -> registry.told.equals(List.of("up a:1", "down a:1")));
      assertThat(nerve.status().services().getFirst().throttled()).isFalse();
    }
  }

  @Test
  void inShadowModeNothingIsHeldBack() throws Exception {
    RateLimitConfig limit = new RateLimitConfig(0.000_001, 1, true);
    nerve.start(Services.nerve(Services.limited(Services.service("a", 1), limit, false)));
    await().until(() -> registry.told.equals(List.of("up a:1")));
    assertThat(meters.counter("nerve.throttled", "service", "a").count()).isEqualTo(1);
  }

  @Test
  void reportsThatFailAgainAndAgainAreComplainedOfOnceAndGoOn() throws Exception {
    try (Logged logged = new Logged()) {
      registry.failures = 9;
      nerve.start(Services.nerve(Services.service("a", 1)));
      await().until(() -> registry.told.equals(List.of("up a:1")));
      assertThat(nerve.status().services().getFirst().reportsFail()).isFalse();
      registry.failures = 10;
      await().until(() -> nerve.status().services().getFirst().reportsFail());
      double before = passedChecks();
      await().until(() -> passedChecks() > before + 5);
      assertThat(logged.lines())
          .filteredOn(line -> line.contains("can't be reported"))
          .containsExactly("nerve: service a can't be reported, again and again: connection loss");
      assertThat(meters.get("nerve.repeated.report.failures.max").gauge().value()).isEqualTo(10);
      registry.failures = 0;
      await().until(() -> logged.lines().contains("nerve: service a is reported again"));
      assertThat(registry.told).containsExactly("up a:1");
    }
  }

  @Test
  void stoppingWithdrawsEverythingBeforeAnythingElseEnds() throws Exception {
    try (Door door = Door.open();
        Logged logged = new Logged()) {
      registry.answers = true;
      nerve.start(
          Services.nerve(Services.service("a", 1, check(door, 1, 1)), Services.service("b", 2)));
      await().until(() -> registry.standing().size() == 2);
      registry.answers = false;
      CompletableFuture<Boolean> stopped =
          CompletableFuture.supplyAsync(() -> nerve.stop(Duration.ofSeconds(60)));
      await().until(() -> registry.told.containsAll(List.of("down a:1", "down b:2")));
      long visits = door.visits();
      await().until(() -> door.visits() > visits + 3);
      assertThat(registry.told).noneMatch(line -> line.startsWith("close"));
      registry.answer();
      assertThat(stopped.get()).isTrue();
      assertThat(registry.told).endsWith("close a:1", "close b:2");
      assertThat(logged.lines())
          .containsSubsequence(
              "nerve: reaping all watchers",
              "nerve: ending service watch a",
              "nerve: ending service watch b");
    }
  }

  @Test
  void stoppingWaitsNoLongerThanItsLimit() throws Exception {
    nerve.start(Services.nerve(Services.service("a", 1)));
    await().until(() -> registry.standing().size() == 1);
    registry.answers = false;
    assertThat(nerve.stop(Duration.ofMillis(50))).isFalse();
    assertThat(registry.told).containsExactly("up a:1", "down a:1", "close a:1");
  }

  @Test
  void aDrainedServiceStaysDownUntilItIsUndrained() throws Exception {
    try (Door door = Door.open()) {
      nerve.start(
          Services.nerve(Services.service("a", 1, check(door, 1, 1)), Services.service("b", 2)));
      await().until(() -> registry.standing().size() == 2);
      registry.answers = false;
      CompletableFuture<Void> drained = nerve.drain(List.of("a"));
      assertThat(drained).isNotDone();
      registry.answer();
      assertThat(drained).isCompleted();
      assertThat(registry.standing()).containsExactly("b:2");
      assertThat(nerve.status().services().getFirst().drained()).isTrue();
      assertThat(nerve.status().services().getFirst().status()).isEqualTo(Status.UP);
      nerve.undrain(List.of("a"));
      assertThat(registry.standing()).containsExactly("a:1", "b:2");
    }
  }

  @Test
  void aDrainedServiceIsNotAskedSoThatWhoStillCallsItIsACaller() throws Exception {
    try (Door door = Door.open()) {
      nerve.start(Services.nerve(Services.service("a", 1, check(door, 1, 1))));
      await().until(() -> door.visits() > 3);
      var _ = nerve.drain();
      long visits = door.visits();
      await().during(Duration.ofMillis(300)).until(() -> door.visits() <= visits + 1);

      nerve.undrain();
      await().until(() -> door.visits() > visits + 3);
    }
  }

  @Test
  void drainingEverythingHoldsDownWhatComesLaterToo() throws Exception {
    nerve.start(Services.nerve(Services.service("a", 1)));
    await().until(() -> registry.standing().size() == 1);
    assertThat(nerve.drain()).isCompleted();
    nerve.reload(Services.nerve(Services.service("a", 1), Services.service("b", 2)));
    assertThat(nerve.status().services()).hasSize(2).allMatch(NerveStatus.Service::drained);
    assertThat(registry.standing()).isEmpty();
    nerve.undrain();
    await().until(() -> registry.standing().equals(List.of("a:1", "b:2")));
  }

  @Test
  void aServiceDrainedRightAfterItsRegistrationHasBeenRegisteredOnce() {
    nerve.start(Services.nerve(Services.every(Duration.ofHours(1), Services.service("a", 1))));
    await().until(() -> registry.standing().size() == 1);
    assertThat(nerve.drain()).isCompleted();
    assertThat(nerve.status().registeredOnce()).isTrue();
  }

  @Test
  void aServiceThatIsNotThereCanNotBeDrained() {
    nerve.start(Services.nerve(Services.service("a", 1)));
    assertThatThrownBy(() -> nerve.drain(List.of("a", "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no service \"x\"");
    assertThat(nerve.status().services().getFirst().drained()).isFalse();
  }

  @Test
  void itCountsWhatItDoes() throws Exception {
    nerve.start(
        Services.nerve(Services.service("a", 1), Services.service("b", 2, Services.tcp(0, 1, 1))));
    await().until(() -> nerve.count(Status.UP) == 1 && nerve.count(Status.DOWN) == 1);
    assertThat(meters.get("nerve.watchers.desired").gauge().value()).isEqualTo(2);
    assertThat(meters.get("nerve.watchers.up").gauge().value()).isEqualTo(1);
    assertThat(meters.get("nerve.watchers.down").gauge().value()).isEqualTo(1);
    assertThat(meters.get("nerve.check.duration").timer().count()).isPositive();
    assertThat(passedChecks()).isPositive();
    assertThat(meters.get("nerve.check.results").tag("result", "failed").counter().count())
        .isPositive();
    assertThat(meters.counter("nerve.transitions", "service", "a", "to", "up").count())
        .isEqualTo(1);
    assertThat(meters.counter("nerve.transitions", "service", "b", "to", "down").count())
        .isEqualTo(1);
  }

  @Test
  void theHeartbeatFileIsRenewedWhileNerveWorks(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("heartbeat");
    nerve.start(new NerveConfig("i", Map.of(), file, 10));
    await().until(() -> Files.exists(file));
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    await().until(() -> Files.getLastModifiedTime(file).toInstant().isAfter(Instant.EPOCH));
  }

  private double passedChecks() {
    return meters.counter("nerve.check.results", "result", "passed").count();
  }

  private static CheckConfig check(Door door, int rise, int fall) {
    return Services.tcp(door.port(), rise, fall);
  }

  private static CheckConfig http(int port, Duration timeout) {
    return new CheckConfig.Http(
        "http-127.0.0.1:" + port + "/",
        "127.0.0.1",
        Port.of(port),
        "/",
        timeout,
        1,
        1,
        null,
        timeout,
        false,
        timeout,
        Map.of());
  }
}
