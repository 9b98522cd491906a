// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import static io.smartstack.sidecar.synapse.RunningSynapse.PATIENCE;
import static io.smartstack.sidecar.synapse.Services.base;
import static io.smartstack.sidecar.synapse.Services.defaultServer;
import static io.smartstack.sidecar.synapse.Services.payload;
import static io.smartstack.sidecar.synapse.Services.service;
import static io.smartstack.sidecar.synapse.Services.synapse;
import static io.smartstack.sidecar.synapse.Services.zooKeeper;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.DiscoveryConfig;
import io.smartstack.sidecar.config.HaproxyServiceConfig.Bind;
import io.smartstack.sidecar.synapse.SynapseStatus.DiscoveryState;
import io.smartstack.sidecar.synapse.SynapseStatus.Source;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What changes around the registrations: sections, connections, sessions, configurations. */
class DiscoveryChangesIT extends RealRegistry {

  @Test
  void theParentZnodeMayReplaceTheHaproxySectionAndABadOneChangesNothing() throws Exception {
    registered("a");
    try (RunningSynapse running = start()) {
      running.awaitNames("s", "a");
      nerve.setData().forPath(path, "{\"haproxy\":{\"port\":3999}}".getBytes(UTF_8));
      awaitPort(running, new Bind.OnPort("3999"));

      nerve.setData().forPath(path, "{\"haproxy\":{\"port\":\"nonsense\"}}".getBytes(UTF_8));
      await().atMost(PATIENCE).until(() -> running.status("s").generatorConfig().problem() != null);
      assertThat(running.told.getLast().getFirst().config().bind())
          .isEqualTo(new Bind.OnPort("3999"));
      assertThat(running.status("s").generatorConfig().inForce()).isTrue();

      nerve.setData().forPath(path, "{}".getBytes(UTF_8));
      awaitPort(running, new Bind.None());
    }
  }

  @Test
  void theHaproxySectionMayComeFromAnotherZnodeOrFromNone() throws Exception {
    String elsewhere = path + "-config";
    nerve.create().creatingParentsIfNeeded().forPath(elsewhere, new byte[0]);
    nerve
        .create()
        .creatingParentsIfNeeded()
        .forPath(path, "{\"haproxy\":{\"port\":3998}}".getBytes(UTF_8));
    registered("a");
    try (RunningSynapse running =
        new RunningSynapse(
            synapse(
                service("s", withGeneratorConfig(elsewhere)),
                service("disabled", withGeneratorConfig(null))))) {
      running.awaitNames("s", "a");
      nerve.setData().forPath(elsewhere, "{\"haproxy\":{\"port\":3999}}".getBytes(UTF_8));
      awaitPort(running, new Bind.OnPort("3999"));
      assertThat(running.told.getLast().getLast().config().bind()).isEqualTo(new Bind.None());
    }
  }

  private DiscoveryConfig.ZooKeeper withGeneratorConfig(@Nullable String at) {
    DiscoveryConfig.ZooKeeper here = here();
    return new DiscoveryConfig.ZooKeeper(
        here.hosts(), here.path(), here.jitter(), here.retry(), at, here.decode());
  }

  @Test
  void jitterDelaysAListingAndNeverAChange() throws Exception {
    registered("a");
    DiscoveryConfig.ZooKeeper here = here();
    DiscoveryConfig.ZooKeeper jittery =
        new DiscoveryConfig.ZooKeeper(
            here.hosts(),
            here.path(),
            Duration.ofHours(10),
            here.retry(),
            here.generatorConfigPath(),
            here.decode());
    try (RunningSynapse running = new RunningSynapse(synapse(service("s", jittery)))) {
      running.awaitNames("s", "a");
      proxy.cut();
      await().atMost(PATIENCE).until(() -> running.status("s").staleSince() != null);
      registered("unseen");
      proxy.mend();
      await()
          .atMost(PATIENCE)
          .until(() -> {
            registered("b");
            return requireNonNull(running.names("s")).contains("b");
          });
      assertThat(running.names("s")).doesNotContain("unseen");
      assertThat(running.status("s").discovery()).isEqualTo(DiscoveryState.STALE);
    }
  }

  @Test
  void onlyTheLeaderIsUsedAndTheNextOneTakesOver() throws Exception {
    String first = registered("z");
    registered("a");
    try (RunningSynapse running = new RunningSynapse(synapse(service("s", here()).leader()))) {
      running.awaitNames("s", "z");
      nerve.delete().forPath(first);
      running.awaitNames("s", "a");
    }
  }

  @Test
  void aMissingParentIsCreatedForGoodAndADeletedOneIsOnlyWaitedFor() throws Exception {
    try (RunningSynapse running = start()) {
      await().atMost(PATIENCE).until(() -> running.synapse.started());
      running.awaitNames("s");
      assertThat(nerve.checkExists().forPath(path).getEphemeralOwner()).isZero();

      String znode = registered("a");
      running.awaitNames("s", "a");
      nerve.delete().forPath(znode);
      nerve.delete().forPath(path);
      await()
          .atMost(PATIENCE)
          .until(() -> running.status("s").backends().getFirst().source() == Source.PREVIOUS);
      assertThat(running.status("s").discovery()).isEqualTo(DiscoveryState.CURRENT);

      register("b_", payload("b", 8000));
      running.awaitNames("s", "b");
    }
  }

  @Test
  void whatChangesWhileTheConnectionIsLostIsSeenAfterwards() throws Exception {
    String changed = registered("changed");
    String gone = registered("gone");
    try (RunningSynapse running = start()) {
      running.awaitNames("s", "changed", "gone");
      proxy.cut();
      await().atMost(PATIENCE).until(() -> running.status("s").staleSince() != null);
      nerve.setData().forPath(changed, payload("changed", 8001));
      nerve.delete().forPath(gone);
      registered("new");
      assertThat(running.names("s")).containsExactly("changed", "gone");
      assertThat(running.status("s").discovery()).isEqualTo(DiscoveryState.STALE);
      assertThat(running.synapse.started()).isTrue();

      proxy.mend();
      running.awaitNames("s", "changed", "new");
      assertThat(running.told.getLast().getFirst().backends().getFirst().port())
          .isEqualTo(Port.of(8001));
      assertThat(running.status("s").staleSince()).isNull();
    }
  }

  @Test
  void aSessionThatExpiredIsReplacedAndFollowedAsBefore() throws Exception {
    registered("a");
    try (RunningSynapse running = start()) {
      running.awaitNames("s", "a");
      proxy.cut();
      await().atMost(PATIENCE).until(() -> expired(running));
      proxy.mend();
      registered("b");
      running.awaitNames("s", "a", "b");
      registered("c");
      running.awaitNames("s", "a", "b", "c");
    }
  }

  @Test
  void aReloadAsksZooKeeperOnlyAboutWhatChanged() throws Exception {
    registered("a");
    registerAt(path + "-2/b_", payload("b", 8000));
    try (RunningSynapse running =
        new RunningSynapse(synapse(service("s", here()), service("t", here())))) {
      running.awaitNames("t", "a");
      int listings = proxy.listings();
      SynapseStatus.Service before = running.status("s");

      running.synapse.reload(
          synapse(
              service("s", here()),
              service("t", zooKeeper(proxy.connectString(), path + "-2")),
              base("u").defaults(defaultServer("d"))));

      running.awaitNames("t", "b");
      running.awaitNames("u", "d");
      assertThat(proxy.listings() - listings).isEqualTo(1);
      assertThat(running.status("s")).isEqualTo(before);
      assertThat(running.told)
          .allSatisfy(s -> assertThat(RunningSynapse.names(s, "t")).isNotEmpty());

      running.synapse.reload(synapse(service("t", zooKeeper(proxy.connectString(), path + "-2"))));
      await().atMost(PATIENCE).until(() -> running.names("s") == null);
      registered("late");
      registerAt(path + "-2/c_", payload("c", 8000));
      running.awaitNames("t", "b", "c");
      assertThat(proxy.listings() - listings).isEqualTo(1);
    }
  }

  private static boolean expired(RunningSynapse running) {
    String error = running.status("s").lastError();
    return error != null && error.contains("session is over");
  }

  private static void awaitPort(RunningSynapse running, Bind bind) {
    await()
        .atMost(PATIENCE)
        .until(() -> running.told.getLast().getFirst().config().bind(), bind::equals);
  }
}
