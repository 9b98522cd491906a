// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.smartstack.sidecar.registry.ZooKeeperServer;
import io.smartstack.sidecar.registry.ZooKeeperSessions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in a real ZooKeeper about one sidecar. */
@Timeout(120)
class ReportsIT {

  private static final String PATH = "/smartstack/sidecars/default/pod-1";
  private static final Duration SESSION = Duration.ofSeconds(20);

  @TempDir Path state;
  private final AtomicReference<SidecarReport> report = new AtomicReference<>(report("aa"));
  private final AtomicReference<Set<List<String>>> ensembles = new AtomicReference<>();
  private ZooKeeperServer server;
  private ZooKeeper observer;
  private ZooKeeperSessions sessions;
  private Reports reports;

  @BeforeEach
  void open() throws Exception {
    server = new ZooKeeperServer();
    observer = server.client();
    ensembles.set(Set.of(server.hosts()));
    sessions = new ZooKeeperSessions(state, SESSION);
    reports = start(sessions);
  }

  @AfterEach
  void close() throws Exception {
    reports.close();
    sessions.close();
    server.close();
  }

  private Reports start(ZooKeeperSessions in) {
    Reports started = new Reports(PATH, in, ensembles::get, report::get);
    started.start();
    return started;
  }

  private static SidecarReport report(String config) {
    return new SidecarReport(
        config, "1.0", List.of("x.other", "service-b"), List.of("service-b"), false, null);
  }

  @Test
  void aReportIsOneEphemeralZnodeOfTheSessionBelowPersistentParents() throws Exception {
    until(() -> text() != null);

    assertThat(text())
        .isEqualTo(
            "{\"config\":\"aa\",\"version\":\"1.0\",\"calls\":[\"service-b\",\"x.other\"],"
                + "\"stale\":[\"service-b\"],\"draining\":false}");
    assertThat(stat().getEphemeralOwner()).isEqualTo(sessions.open(server.hosts()).sessionId());
    assertThat(observer.exists("/smartstack/sidecars", false).getEphemeralOwner()).isZero();
  }

  @Test
  void whyFilesAreNotInForceIsSaidInShort() throws Exception {
    report.set(new SidecarReport("aa", "1.0", List.of(), List.of(), true, "x".repeat(5_000)));

    until(() -> String.valueOf(text()).contains("\"draining\":true,\"refused\":\"xxx"));

    assertThat(text()).hasSizeLessThan(700);
  }

  @Test
  void itIsWrittenWhenItChangedAndOnlyThenAndInPace() throws Exception {
    until(() -> text() != null);
    int changes = 0;
    long began = System.nanoTime();
    while (System.nanoTime() - began < Duration.ofSeconds(2).toNanos()) {
      report.set(report("change " + changes++));
      TimeUnit.MILLISECONDS.sleep(20);
    }
    String last = "change " + (changes - 1);
    until(() -> String.valueOf(text()).contains(last));
    int version = stat().getVersion();
    assertThat(version).isBetween(1, 1 + (int) ((System.nanoTime() - began) / 1_000_000_000));

    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(4))
        .until(() -> stat().getVersion() == version);
  }

  @Test
  void itIsMadeAgainWhenItWasRemovedAndWhenItsSessionIsOver() throws Exception {
    until(() -> text() != null);
    observer.delete(PATH, -1);
    until(() -> text() != null);

    long before = stat().getEphemeralOwner();
    server.expire(sessions.open(server.hosts()));

    until(() -> text() != null && stat().getEphemeralOwner() != before);
  }

  @Test
  void anOutageIsSatOut() throws Exception {
    until(() -> text() != null);
    server.stop();
    report.set(report("bb"));
    server.restart();

    until(() -> String.valueOf(text()).contains("bb"));
  }

  @Test
  void whatAFormerProcessLeftIsReplaced() throws Exception {
    until(() -> text() != null);
    reports.close();
    long before = stat().getCzxid();
    try (ZooKeeperSessions later = new ZooKeeperSessions(SESSION);
        Reports next = start(later)) {
      until(() -> text() != null && stat().getCzxid() != before);
      assertThat(next).isNotNull();
      assertThat(stat().getEphemeralOwner()).isEqualTo(later.open(server.hosts()).sessionId());
    }
    until(() -> text() == null);
  }

  @Test
  void ofTwoWithOnePathTheLaterReportsAndTheFirstGivesWay() throws Exception {
    until(() -> text() != null);
    try (ZooKeeperSessions others = new ZooKeeperSessions(SESSION);
        Reports later = start(others)) {
      long theirs = others.open(server.hosts()).sessionId();
      until(() -> text() != null && stat().getEphemeralOwner() == sessionOf(others));
      assertThat(later).isNotNull();
      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(6))
          .until(() -> stat().getEphemeralOwner() == sessionOf(others));
      assertThat(theirs).isNotEqualTo(sessionOf(sessions));
    }
    until(() -> text() != null && stat().getEphemeralOwner() == sessionOf(sessions));
  }

  @Test
  void anEnsembleThatIsNamedNoMoreLosesIt() throws Exception {
    until(() -> text() != null);

    ensembles.set(Set.of());
    until(() -> text() == null);

    ensembles.set(Set.of(server.hosts()));
    until(() -> text() != null);
  }

  @Test
  void aHostListThatIsNoneStopsNobodyElse() throws Exception {
    ensembles.set(Set.of(List.of("127.0.0.1:port"), server.hosts()));
    report.set(report("bb"));

    until(() -> String.valueOf(text()).contains("bb"));
  }

  @Test
  void itGoesWithItsSession() throws Exception {
    until(() -> text() != null);

    reports.close();
    sessions.close();

    assertThat(text()).isNull();
  }

  @Test
  void aPersistentZnodeIsSomebodyElsesAndStays() throws Exception {
    until(() -> text() != null);
    ensembles.set(Set.of());
    until(() -> text() == null);
    observer.create(
        PATH,
        "theirs".getBytes(StandardCharsets.UTF_8),
        ZooDefs.Ids.OPEN_ACL_UNSAFE,
        CreateMode.PERSISTENT);

    ensembles.set(Set.of(server.hosts()));

    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(4))
        .until(() -> "theirs".equals(text()));
    observer.delete(PATH, -1);
    until(() -> text() != null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "relative", "/a//b", "/a/../b"})
  void whatIsNoPathIsRefused(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Reports(path, sessions, ensembles::get, report::get));
  }

  private long sessionOf(ZooKeeperSessions of) throws Exception {
    return of.open(server.hosts()).sessionId();
  }

  private @Nullable String text() throws Exception {
    try {
      return new String(observer.getData(PATH, false, null), StandardCharsets.UTF_8);
    } catch (KeeperException.NoNodeException none) {
      return null;
    }
  }

  private Stat stat() throws Exception {
    Stat stat = observer.exists(PATH, false);
    if (stat == null) {
      throw new KeeperException.NoNodeException(PATH);
    }
    return stat;
  }

  private static void until(Callable<Boolean> condition) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(condition);
  }
}
