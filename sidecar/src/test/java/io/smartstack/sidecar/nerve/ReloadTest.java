// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.CheckConfig;
import io.smartstack.sidecar.config.NerveConfig;
import io.smartstack.sidecar.config.NerveServiceConfig;
import io.smartstack.sidecar.config.ReporterConfig.NodeType;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReloadTest {

  private static final NodeType SEQUENTIAL = NodeType.EPHEMERAL_SEQUENTIAL;

  private final RecordingReporter.Registry registry = new RecordingReporter.Registry();
  private Nerve nerve = nerve(Duration.ofSeconds(60));
  private Door door;

  @BeforeEach
  void open() throws Exception {
    door = Door.open();
  }

  @AfterEach
  void stop() {
    registry.answer();
    nerve.stop(Duration.ofSeconds(20));
    door.close();
  }

  @Test
  void aServiceThatDidNotChangeIsNotTouched() {
    NerveServiceConfig kept = Services.service("kept", 1, check(1, 1));
    start(Services.nerve(kept, Services.service("gone", 2)));
    NerveStatus.Check before = nerve.status().services().getFirst().checks().getFirst();
    try (Logged logged = new Logged()) {
      nerve.reload(Services.nerve(kept, Services.service("new", 3)));
      await().until(() -> registry.standing().equals(List.of("kept:1", "new:3")));
      assertThat(logged.lines())
          .contains(
              "nerve: configuration reloaded: 1 new, 0 changed, 1 gone, 1 untouched",
              "nerve: ending service watch gone")
          .noneMatch(line -> line.contains("kept"));
    }
    assertThat(registry.told).filteredOn(l -> l.contains("kept")).containsExactly("up kept:1");
    assertThat(registry.told).containsSubsequence("down gone:2", "close gone:2");
    NerveStatus.Check after = nerve.status().services().getFirst().checks().getFirst();
    assertThat(after.since()).isEqualTo(before.since());
  }

  @Test
  void aServiceThatIsGoneIsWithdrawnHoweverLongTheRegistryTakes() {
    start(Services.nerve(Services.service("a", 1)));
    registry.answers = false;
    nerve.reload(Services.nerve());
    assertThat(registry.told).containsExactly("up a:1", "down a:1");
    registry.answer();
    await().until(() -> registry.told.getLast().equals("close a:1"));
  }

  @Test
  void otherCheckSettingsLeaveTheRegistrationAlone() {
    start(Services.nerve(Services.service("a", 1, check(1, 1_000_000))));
    door.shut();
    await().until(() -> String.valueOf(theCheck().last()).contains("connection refused"));
    // Had the check to start from nothing, its first failure would be believed at once.
    nerve.reload(Services.nerve(Services.service("a", 1, check(1, 999_999))));
    Instant reloaded = Instant.now();
    await().until(() -> Objects.requireNonNull(theCheck().at()).isAfter(reloaded));
    assertThat(theCheck().status()).isEqualTo(Status.UP);
    assertThat(registry.told).containsExactly("up a:1");
    nerve.reload(Services.nerve(Services.service("a", 1, check(1, 2))));
    await().until(() -> registry.told.equals(List.of("up a:1", "down a:1")));
    assertThat(registry.reporters).hasSize(1);
  }

  @Test
  void aCheckThatIsNewMustPassBeforeItCountsAndFailsAtOnce() {
    start(Services.nerve(Services.service("a", 1, check(1, 1))));
    CheckConfig failing = Services.tcp(0, 1, 5);
    nerve.reload(Services.nerve(Services.service("a", 1, check(1, 1), failing)));
    await().until(() -> registry.told.equals(List.of("up a:1", "down a:1")));
    assertThat(registry.reporters).hasSize(1);
  }

  @Test
  void anotherWeightIsPublishedBeforeTheOldOneIsWithdrawn() {
    start(Services.nerve(weighted(1, SEQUENTIAL, check(1, 1))));
    registry.answers = false;
    nerve.reload(Services.nerve(weighted(2, SEQUENTIAL, check(1, 1))));
    // At once: the check asks what it asked before, so what it knew still holds.
    assertThat(registry.told).containsExactly("up a:1 weight 1", "up a:1 weight 2");
    assertThat(registry.standing()).containsExactly("a:1 weight 1");
    registry.answer();
    await().until(() -> registry.told.size() == 4);
    assertThat(registry.told).endsWith("down a:1 weight 1", "close a:1 weight 1");
    assertThat(registry.standing()).containsExactly("a:1 weight 2");
  }

  @Test
  void aSuccessorThatCanNotRegisterIsNotWaitedForWithoutEnd() {
    nerve = nerve(Duration.ofMillis(200));
    start(Services.nerve(weighted(1, SEQUENTIAL)));
    registry.answers = false;
    nerve.reload(Services.nerve(weighted(2, SEQUENTIAL)));
    await().until(() -> registry.told.contains("down a:1 weight 1"));
    assertThat(registry.told).noneMatch(line -> line.startsWith("close"));
    registry.answer();
    await().until(() -> registry.told.contains("close a:1 weight 1"));
  }

  @Test
  void aZnodeOfTheOtherKindIsWithdrawnBeforeItsSuccessorTakesTheName() {
    start(Services.nerve(weighted(1, NodeType.EPHEMERAL)));
    registry.answers = false;
    nerve.reload(Services.nerve(weighted(2, NodeType.PERSISTENT)));
    await().until(() -> registry.told.contains("down a:1 weight 1"));
    assertThat(registry.told).doesNotContain("up a:1 weight 2");
    registry.answer();
    await().until(() -> registry.standing().equals(List.of("a:1 weight 2")));
    assertThat(registry.told)
        .containsSubsequence("down a:1 weight 1", "close a:1 weight 1", "up a:1 weight 2");
  }

  @Test
  void anotherPortIsPublishedOnlyWhenItAnswers() throws Exception {
    start(Services.nerve(Services.service("a", door.port(), check(1, 1))));
    try (Door other = Door.open()) {
      other.shut();
      NerveServiceConfig moved =
          Services.service("a", other.port(), Services.tcp(other.port(), 1, 1));
      nerve.reload(Services.nerve(moved));
      await().until(() -> registry.standing().isEmpty());
      other.reopen();
      await().until(() -> registry.standing().equals(List.of("a:" + other.port())));
    }
  }

  @Test
  void newChecksThatNeverAnswerCanNotVouchForTheOldRegistration() throws Exception {
    nerve = nerve(Duration.ofMillis(200));
    start(Services.nerve(Services.service("a", 1, check(1, 1))));
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
      nerve.reload(Services.nerve(Services.service("a", 2, hanging(silent.getLocalPort()))));
      await().until(() -> registry.told.contains("close a:1"));
      assertThat(registry.standing()).isEmpty();
      assertThat(registry.told).doesNotContain("up a:2");
    }
  }

  @Test
  void anotherInstanceNameReplacesEveryRegistration() {
    NerveServiceConfig service = Services.service("a", 1);
    start(Services.nerve(service));
    nerve.reload(new NerveConfig("j", Map.of("a", service), null, 10));
    await().until(() -> registry.told.contains("close a:1"));
    assertThat(registry.reporters).hasSize(2);
    assertThat(registry.standing()).containsExactly("a:1");
    assertThat(nerve.status().instanceId()).isEqualTo("j");
  }

  @Test
  void aDrainedServiceStaysDrainedWhenItChanges() {
    start(Services.nerve(weighted(1, SEQUENTIAL)));
    assertThat(nerve.drain(List.of("a"))).isCompleted();
    nerve.reload(Services.nerve(weighted(2, SEQUENTIAL)));
    await().until(() -> registry.told.contains("close a:1 weight 1"));
    assertThat(registry.standing()).isEmpty();
    nerve.undrain(List.of("a"));
    await().until(() -> registry.standing().equals(List.of("a:1 weight 2")));
  }

  private Nerve nerve(Duration patience) {
    return new Nerve(registry, new SimpleMeterRegistry(), patience, Duration.ofSeconds(10));
  }

  private void start(NerveConfig config) {
    nerve.start(config);
    await().until(() -> registry.standing().size() == config.services().size());
  }

  private NerveStatus.Check theCheck() {
    return nerve.status().services().getFirst().checks().getFirst();
  }

  private static NerveServiceConfig weighted(int weight, NodeType type, CheckConfig... checks) {
    return Services.service("a", 1, weight, type, checks);
  }

  private CheckConfig check(int rise, int fall) {
    return Services.tcp(door.port(), rise, fall);
  }

  private static CheckConfig hanging(int port) {
    Duration long_ = Duration.ofMinutes(1);
    return new CheckConfig.Http(
        "hangs", "127.0.0.1", Port.of(port), "/", long_, 1, 1, null, long_, false, long_, Map.of());
  }
}
