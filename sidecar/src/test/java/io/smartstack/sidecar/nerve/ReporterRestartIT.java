// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smartstack.sidecar.registry.ZooKeeperServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed and stopped as an operating system does it. */
@Timeout(120)
class ReporterRestartIT {

  private static final Duration SESSION = Duration.ofSeconds(30);

  @TempDir Path states;
  @TempDir Path otherStates;
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
  void killedAndStartedAgainNobodySeesAnything() throws Exception {
    try (NerveProcess first = NerveProcess.start(server.hosts(), states, SESSION)) {
      String path = first.awaitRegistered();
      Observer observer = new Observer(server, ReportedService.PARENT);
      String name = path.substring(path.lastIndexOf('/') + 1);
      Stat before = observer.stat(name);

      first.kill();
      try (NerveProcess second = NerveProcess.start(server.hosts(), states, SESSION)) {
        assertThat(second.awaitRegistered()).isEqualTo(path);

        assertThat(observer.events()).isEmpty();
        assertThat(observer.children()).containsExactly(name);
        assertThat(observer.stat(name)).isEqualTo(before);
      }
    }
  }

  @Test
  void killedAndStartedWithoutItsStateOldAndNewChangePlacesInOneTransaction() throws Exception {
    try (NerveProcess first = NerveProcess.start(server.hosts(), states, SESSION)) {
      String path = first.awaitRegistered();
      Observer observer = new Observer(server, ReportedService.PARENT);
      Set<Integer> counts = ConcurrentHashMap.newKeySet();
      AtomicBoolean done = new AtomicBoolean();
      Thread counting = Thread.ofVirtual().start(() -> count(observer, counts, done));

      first.kill();
      try (NerveProcess second = NerveProcess.start(server.hosts(), otherStates, SESSION)) {
        String successor = second.awaitRegistered();
        await().atMost(10, SECONDS).until(() -> observer.events().size() == 2);
        done.set(true);
        counting.join();

        assertThat(successor).isNotEqualTo(path);
        assertThat(observer.events())
            .extracting(WatchedEvent::getType)
            .containsExactly(EventType.NodeCreated, EventType.NodeDeleted);
        long transaction = observer.events().getFirst().getZxid();
        assertThat(observer.stat(successor.substring(successor.lastIndexOf('/') + 1)).getCzxid())
            .isEqualTo(transaction);
        assertThat(counts).containsExactly(1);
      }
    }
  }

  @Test
  void pausedForLongerThanItsSessionItIsBackOnceWithoutAGhost() throws Exception {
    try (NerveProcess process = NerveProcess.start(server.hosts(), states, Duration.ofSeconds(2))) {
      String path = process.awaitRegistered();
      Observer observer = new Observer(server, ReportedService.PARENT);

      process.signal("STOP");
      await().atMost(30, SECONDS).until(() -> observer.children().isEmpty());
      process.signal("CONT");

      await().atMost(30, SECONDS).until(() -> observer.children().size() == 1);
      String name = observer.children().getFirst();
      assertThat(path).doesNotEndWith(name);
      assertThat(observer.events())
          .extracting(WatchedEvent::getType)
          .containsExactly(EventType.NodeDeleted, EventType.NodeCreated);
    }
  }

  private static void count(Observer observer, Set<Integer> counts, AtomicBoolean done) {
    try {
      while (!done.get()) {
        counts.add(observer.children().size());
      }
    } catch (Exception e) {
      counts.add(-1);
    }
  }
}
