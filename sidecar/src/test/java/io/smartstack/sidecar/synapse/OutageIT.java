// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import static io.smartstack.sidecar.synapse.RunningSynapse.PATIENCE;
import static io.smartstack.sidecar.synapse.Services.defaultServer;
import static io.smartstack.sidecar.synapse.Services.payload;
import static io.smartstack.sidecar.synapse.Services.service;
import static io.smartstack.sidecar.synapse.Services.synapse;
import static io.smartstack.sidecar.synapse.Services.zooKeeper;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smartstack.sidecar.FreePort;
import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.HaproxyServiceConfig.Bind;
import io.smartstack.sidecar.config.SynapseConfig;
import io.smartstack.sidecar.synapse.SynapseStatus.DiscoveryState;
import io.smartstack.sidecar.synapse.SynapseStatus.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ZooKeeper away, back, and back with nothing in it. */
class OutageIT {

  private static final String PATH = "/nerve/services/s/services";

  private final int port = FreePort.take();

  @TempDir private Path state;
  @TempDir private Path data;
  @TempDir private Path emptyDisk;

  @Test
  void aStartWithoutZooKeeperUsesTheCacheTheDefaultServersOrNothingAtOnce() throws Exception {
    try (TestingServer _ = server(data)) {
      register("a", CreateMode.PERSISTENT_SEQUENTIAL);
      runUntilCached("a");
    }

    long start = System.nanoTime();
    try (RunningSynapse running =
        new RunningSynapse(
            synapse(
                service("s", zooKeeper(hosts(), PATH)),
                service("d", zooKeeper(hosts(), "/d")).defaults(defaultServer("d")),
                service("n", zooKeeper(hosts(), "/n"))),
            state)) {
      running.awaitNames("s", "a");
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(took).isLessThan(Duration.ofSeconds(5));
      assertThat(running.names("d")).containsExactly("d");
      assertThat(running.names("n")).isEmpty();
      assertThat(running.status("s").discovery()).isEqualTo(DiscoveryState.WAITING);
      assertThat(running.status("s").backends())
          .allSatisfy(backend -> {
            assertThat(backend.source()).isEqualTo(Source.CACHED);
            assertThat(backend.stale()).isTrue();
          });
      // Nothing is known of n: that counts as started only after a while.
      assertThat(running.synapse.started()).isFalse();
      await().atMost(PATIENCE).until(running.synapse::started);

      try (TestingServer _ = server(data)) {
        register("b", CreateMode.PERSISTENT_SEQUENTIAL);
        running.awaitNames("s", "a", "b");
      }
    }
  }

  @Test
  void aFirstStartWithoutZooKeeperKeepsWhatHaproxyServesAlready() throws Exception {
    Backend served = new Backend("a", "10.0.0.1", Port.of(80), null, null, null, null, true);
    try (RunningSynapse running =
        new RunningSynapse(
            synapse(service("s", zooKeeper(hosts(), PATH))), state, Map.of("s", List.of(served)))) {
      running.awaitNames("s", "a");

      assertThat(running.told)
          .allSatisfy(t -> assertThat(RunningSynapse.names(t, "s")).isNotEmpty());
      try (TestingServer _ = server(data)) {
        register("b", CreateMode.PERSISTENT_SEQUENTIAL);
        running.awaitNames("s", "b");
      }
    }
  }

  @Test
  void whatIsCachedIsKeptWhenZooKeeperComesBackWithNothingInIt() throws Exception {
    try (TestingServer _ = server(data);
        CuratorFramework nerve = nerve()) {
      register(nerve, "a");
      nerve.setData().forPath(PATH, "{\"haproxy\":{\"port\":3999}}".getBytes(UTF_8));
      register(nerve, "b");
      runUntilCached("a", "b");
    }

    try (TestingServer _ = server(emptyDisk);
        RunningSynapse running = new RunningSynapse(config(), state)) {
      await()
          .atMost(PATIENCE)
          .until(() -> running.status("s").discovery() == DiscoveryState.CURRENT);
      running.awaitNames("s", "a", "b");
      assertThat(running.status("s").backends())
          .allSatisfy(backend -> assertThat(backend.source()).isEqualTo(Source.CACHED));
      assertThat(running.synapse.started()).isTrue();

      register("a", CreateMode.PERSISTENT_SEQUENTIAL);
      running.awaitNames("s", "a");
    }
  }

  @Test
  void anOutageLongerThanTheSessionChangesNothingUntilZooKeeperIsBack() throws Exception {
    TestingServer server = server(data);
    try (RunningSynapse running = new RunningSynapse(config(), state)) {
      register("a", CreateMode.PERSISTENT_SEQUENTIAL);
      running.awaitNames("s", "a");
      int told = running.told.size();
      server.stop();
      await()
          .atMost(PATIENCE)
          .until(() -> {
            String error = running.status("s").lastError();
            return error != null && error.contains("session is over");
          });
      assertThat(running.told).hasSize(told);
      assertThat(running.status("s").backends().getFirst().stale()).isTrue();

      server.restart();
      register("b", CreateMode.PERSISTENT_SEQUENTIAL);
      running.awaitNames("s", "a", "b");
      assertThat(running.status("s").staleSince()).isNull();
    } finally {
      server.close();
    }
  }

  @Test
  void anEnsembleThatLostItsDisksEmptiesNothing() throws Exception {
    try (RunningSynapse running = new RunningSynapse(config())) {
      try (TestingServer _ = server(data);
          CuratorFramework nerve = nerve()) {
        register(nerve, "a");
        register(nerve, "b");
        nerve.setData().forPath(PATH, "{\"haproxy\":{\"port\":3999}}".getBytes(UTF_8));
        running.awaitNames("s", "a", "b");
        await().atMost(PATIENCE).until(() -> running.status("s").generatorConfig().inForce());
      }
      try (TestingServer _ = server(emptyDisk);
          CuratorFramework nerve = nerve()) {
        await()
            .atMost(PATIENCE)
            .until(() -> running.status("s").backends().getFirst().source() == Source.PREVIOUS);
        assertThat(running.names("s")).containsExactlyInAnyOrder("a", "b");
        assertThat(running.told.getLast().getFirst().config().bind())
            .isEqualTo(new Bind.OnPort("3999"));

        register(nerve, "c");
        running.awaitNames("s", "c");
        assertThat(running.told.getLast().getFirst().config().bind())
            .isEqualTo(new Bind.OnPort("3999"));
      }
    }
  }

  private void runUntilCached(String... names) {
    try (RunningSynapse running = new RunningSynapse(config(), state)) {
      running.awaitNames("s", names);
    }
    assertThat(state.resolve("synapse-backends.json")).content().contains(names);
    assertThat(Files.exists(state.resolve(".synapse-backends.json.tmp"))).isFalse();
  }

  private SynapseConfig config() {
    return synapse(service("s", zooKeeper(hosts(), PATH)));
  }

  private String hosts() {
    return "127.0.0.1:" + port;
  }

  private TestingServer server(Path directory) throws Exception {
    return new TestingServer(
        new InstanceSpec(directory.toFile(), port, -1, -1, false, -1, 1_000, -1), true);
  }

  private void register(String name, CreateMode mode) throws Exception {
    try (CuratorFramework nerve = nerve()) {
      nerve
          .create()
          .creatingParentsIfNeeded()
          .withMode(mode)
          .forPath(PATH + "/" + name + "_", payload(name, 8000));
    }
  }

  private static void register(CuratorFramework nerve, String name) throws Exception {
    nerve
        .create()
        .creatingParentsIfNeeded()
        .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
        .forPath(PATH + "/" + name + "_", payload(name, 8000));
  }

  private CuratorFramework nerve() {
    CuratorFramework nerve =
        CuratorFrameworkFactory.builder()
            .connectString(hosts())
            .retryPolicy(new RetryNTimes(50, 200))
            .dontUseContainerParents()
            .build();
    nerve.start();
    return nerve;
  }
}
