// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.smartstack.sidecar.registry.Ensemble.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class EnsembleIT {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(1);

  @TempDir Path states;
  private ZooKeeperServer server;

  @BeforeEach
  void start() throws Exception {
    server = new ZooKeeperServer();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void theSameHostsInAnyOrderAreOneSession() {
    try (ZooKeeperSessions sessions = new ZooKeeperSessions(LONG)) {
      assertThat(sessions.open(List.of("127.0.0.1:1", "127.0.0.2:1")))
          .isSameAs(sessions.open(List.of("127.0.0.2:1", "127.0.0.1:1", "127.0.0.2:1")));
    }
  }

  @Test
  void aHostInBracketsIsAnIpv6Address() {
    try (ZooKeeperSessions sessions = new ZooKeeperSessions(LONG)) {
      Ensemble ensemble = sessions.open(List.of("[::ffff:127.0.0.1]:" + server.port()));

      awaitState(ensemble, State.CONNECTED);
    }
  }

  @Test
  void aPortThatIsNoNumberIsRefused() {
    try (ZooKeeperSessions sessions = new ZooKeeperSessions(LONG)) {
      assertThatThrownBy(() -> sessions.open(List.of("127.0.0.1:zk")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aStartWithoutZooKeeperConnectsOnceItIsThereHoweverLateThatIs() throws Exception {
    server.stop();
    try (ZooKeeperSessions sessions = new ZooKeeperSessions(SHORT)) {
      Ensemble ensemble = sessions.open(server.hosts());
      List<State> seen = record(ensemble);
      await().during(2, SECONDS).atMost(20, SECONDS).until(() -> seen.isEmpty());
      assertThat(ensemble.state()).isEqualTo(State.CONNECTING);

      server.restart();

      awaitState(ensemble, State.CONNECTED);
      assertThat(seen).containsExactly(State.CONNECTED);
    }
  }

  @Test
  void anOutageLongerThanTheSessionKeepsTheSessionWhenTheServersDo() throws Exception {
    try (ZooKeeperSessions sessions = new ZooKeeperSessions(SHORT)) {
      Ensemble ensemble = sessions.open(server.hosts());
      awaitState(ensemble, State.CONNECTED);
      List<State> seen = record(ensemble);
      long session = ensemble.sessionId();

      server.stop();
      awaitState(ensemble, State.EXPIRED);
      server.restart();

      awaitState(ensemble, State.CONNECTED);
      assertThat(ensemble.sessionId()).isEqualTo(session);
      assertThat(seen).containsExactly(State.DISCONNECTED, State.EXPIRED, State.CONNECTED);
    }
  }

  @Test
  void anExpiredSessionIsReplacedAtOnceAndTheNewOneIsSaved() throws Exception {
    try (ZooKeeperSessions sessions = new ZooKeeperSessions(states, LONG)) {
      Ensemble ensemble = sessions.open(server.hosts());
      awaitState(ensemble, State.CONNECTED);
      long session = ensemble.sessionId();
      String saved = savedSession();
      List<State> seen = record(ensemble);

      server.expire(ensemble);

      await().atMost(10, SECONDS).until(() -> seen.contains(State.EXPIRED));
      awaitState(ensemble, State.CONNECTED);
      assertThat(ensemble.sessionId()).isNotEqualTo(session).isNotZero();
      assertThat(savedSession())
          .isNotEqualTo(saved)
          .contains(Long.toHexString(ensemble.sessionId()));
    }
  }

  @Test
  void aCallFailsAtOnceOrWithinSecondsWhenThereIsNoConnection() throws Exception {
    try (ZooKeeperSessions sessions = new ZooKeeperSessions(LONG)) {
      Ensemble ensemble = sessions.open(server.hosts());
      awaitState(ensemble, State.CONNECTED);
      server.stop();
      awaitState(ensemble, State.DISCONNECTED);

      assertThatThrownBy(ensemble::ephemerals)
          .isInstanceOf(KeeperException.ConnectionLossException.class);
      long start = System.nanoTime();
      assertThatThrownBy(() -> ensemble.client().checkExists().forPath("/"))
          .isInstanceOf(KeeperException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void closingEndsTheSessionAndForgetsIt() throws Exception {
    ZooKeeper observer = server.client();
    ZooKeeperSessions sessions = new ZooKeeperSessions(states, LONG);
    Ensemble ensemble = sessions.open(server.hosts());
    awaitState(ensemble, State.CONNECTED);
    ensemble.client().create().withMode(CreateMode.EPHEMERAL).forPath("/e");
    assertThat(savedSession()).isNotEmpty();

    sessions.close();

    assertThat(observer.exists("/e", false)).isNull();
    assertThat(savedSession()).isEmpty();
  }

  @Test
  void aSessionWhoseEndNobodyHeardIsContinuedByTheNextProcess() throws Exception {
    ZooKeeperSessions sessions = new ZooKeeperSessions(states, LONG);
    Ensemble ensemble = sessions.open(server.hosts());
    awaitState(ensemble, State.CONNECTED);
    assertThat(ensemble.reattached()).isFalse();
    ensemble.client().create().withMode(CreateMode.EPHEMERAL).forPath("/e");
    long session = ensemble.sessionId();
    ZooKeeper connection = ensemble.client().getZookeeperClient().getZooKeeper();
    server.stop();
    awaitState(ensemble, State.DISCONNECTED);
    sessions.close();
    ZooKeeperServer.awaitEnd(connection);
    server.restart();

    try (ZooKeeperSessions next = new ZooKeeperSessions(states, LONG)) {
      Ensemble continued = next.open(server.hosts());
      awaitState(continued, State.CONNECTED);

      assertThat(continued.reattached()).isTrue();
      assertThat(continued.sessionId()).isEqualTo(session);
      assertThat(continued.ephemerals()).containsExactly("/e");
    }
  }

  @Test
  void aSavedSessionTheServersNoLongerKnowGivesWayToANewOne() throws Exception {
    try (StateDirectory directory = Objects.requireNonNull(StateDirectory.open(states))) {
      directory.save(SavedSession.of(server.hosts(), 0x1234567890L, new byte[16]));
    }
    try (ZooKeeperSessions sessions = new ZooKeeperSessions(states, LONG)) {
      Ensemble ensemble = sessions.open(server.hosts());
      awaitState(ensemble, State.CONNECTED);

      assertThat(ensemble.reattached()).isFalse();
      assertThat(ensemble.sessionId()).isNotEqualTo(0x1234567890L).isNotZero();
      ensemble.client().create().forPath("/works");
    }
  }

  private String savedSession() throws Exception {
    try (Stream<Path> files = Files.list(states)) {
      Path file = files.filter(f -> f.toString().endsWith(".session")).findAny().orElse(null);
      return file == null ? "" : Files.readString(file);
    }
  }

  private static List<State> record(Ensemble ensemble) {
    List<State> seen = new CopyOnWriteArrayList<>();
    ensemble.onState(seen::add);
    return seen;
  }

  static void awaitState(Ensemble ensemble, State state) {
    await().atMost(30, SECONDS).until(() -> ensemble.state() == state);
  }
}
