// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smartstack.sidecar.FreePort;
import io.smartstack.sidecar.config.CheckConfig;
import io.smartstack.sidecar.config.NerveServiceConfig;
import io.smartstack.sidecar.config.ReporterConfig;
import io.smartstack.sidecar.config.ReporterConfig.NodeType;
import io.smartstack.sidecar.registry.ZooKeeperSessions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.KeeperException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nerve as a whole on a real ZooKeeper, seen by somebody else's session. */
class NerveReloadIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private TestingServer zooKeeper;
  private CuratorFramework observer;
  private ZooKeeperSessions sessions;
  private Nerve nerve;

  @BeforeEach
  void start() throws Exception {
    zooKeeper = new TestingServer(FreePort.take(), true);
    observer =
        CuratorFrameworkFactory.newClient(zooKeeper.getConnectString(), new RetryNTimes(20, 250));
    observer.start();
    sessions = new ZooKeeperSessions(Duration.ofSeconds(10));
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    nerve = new Nerve(new ZooKeeperReporters(sessions, meters), meters);
  }

  @AfterEach
  void stop() throws Exception {
    nerve.stop(LIMIT);
    sessions.close();
    observer.close();
    zooKeeper.close();
  }

  @ParameterizedTest
  @EnumSource(NodeType.class)
  void anotherWeightIsSeenWithoutAMomentOfAbsence(NodeType type) throws Exception {
    nerve.start(Services.nerve(service(1, type)));
    await().atMost(LIMIT).until(() -> payloads().size() == 1);
    Set<Integer> seen = new ConcurrentSkipListSet<>();
    Thread watching =
        Thread.ofVirtual()
            .start(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                seen.add(children().size());
              }
            });
    await().atMost(LIMIT).until(() -> !seen.isEmpty());
    nerve.reload(Services.nerve(service(2, type)));
    await()
        .atMost(LIMIT)
        .until(() -> payloads().size() == 1 && payloads().getFirst().contains("\"weight\":2"));
    watching.interrupt();
    watching.join();
    assertThat(seen).contains(1).doesNotContain(0);
    assertThat(nerve.stop(LIMIT)).isTrue();
    assertThat(children()).isEmpty();
  }

  @Test
  void anotherKindOfZnodeTakesTheSameName() throws Exception {
    nerve.start(Services.nerve(service(1, NodeType.EPHEMERAL)));
    await().atMost(LIMIT).until(() -> payloads().size() == 1);
    nerve.reload(Services.nerve(service(1, NodeType.PERSISTENT)));
    await().atMost(LIMIT).until(() -> owner() == 0);
    nerve.reload(Services.nerve(service(1, NodeType.EPHEMERAL)));
    await().atMost(LIMIT).until(() -> owner() > 0);
    assertThat(children()).containsExactly("i_");
  }

  @Test
  void anInstanceThatFailsThreeChecksLeavesTheRegistry() throws Exception {
    try (Door door = Door.open()) {
      CheckConfig check = Services.tcp(door.port(), 3, 3);
      nerve.start(Services.nerve(service(1, NodeType.EPHEMERAL_SEQUENTIAL, check)));
      await().atMost(LIMIT).until(() -> children().equals(List.of("i_0000000000")));
      door.shut();
      await().atMost(LIMIT).until(() -> children().isEmpty());
      door.reopen();
      await().atMost(LIMIT).until(() -> children().equals(List.of("i_0000000001")));
      assertThat(nerve.status().registeredOnce()).isTrue();
    }
  }

  private NerveServiceConfig service(int weight, NodeType type, CheckConfig... checks) {
    NerveServiceConfig s = Services.service("a", 8000, weight, type, checks);
    return new NerveServiceConfig(
        s.name(),
        s.host(),
        s.port(),
        new ReporterConfig.ZooKeeper(
            List.of(zooKeeper.getConnectString()), "/nerve/a", false, type, null),
        s.checkInterval(),
        false,
        s.checks(),
        s.rateLimit(),
        weight,
        null,
        null);
  }

  private List<String> payloads() throws Exception {
    List<String> payloads = new ArrayList<>();
    for (String child : children()) {
      try {
        byte[] data = observer.getData().forPath("/nerve/a/" + child);
        payloads.add(new String(data, StandardCharsets.UTF_8));
      } catch (KeeperException.NoNodeException e) {
        return List.of();
      }
    }
    return payloads;
  }

  private long owner() throws Exception {
    var stat = observer.checkExists().forPath("/nerve/a/i_");
    return stat == null ? -1 : stat.getEphemeralOwner();
  }

  private List<String> children() {
    try {
      return observer.getChildren().forPath("/nerve/a");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of("interrupted");
    } catch (KeeperException.NoNodeException e) {
      return List.of();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
