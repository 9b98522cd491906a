// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.smartstack.crd.v1.ReclaimPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ensembles of real ZooKeeper processes, reconfigured by the operator. */
class RealEnsembleIT {

  private static final AtomicInteger NETWORKS = new AtomicInteger();

  @TempDir private static Path home;

  @TempDir private Path disks;
  private final String network = "127.71." + NETWORKS.incrementAndGet();
  private EnsembleFixture fixture;
  private LocalNodes nodes;

  @BeforeAll
  static void install() throws Exception {
    ZooKeeperHome.in(home);
  }

  @BeforeEach
  void begin() {
    fixture = new EnsembleFixture(new LoopbackAddresses(network), new ZooKeeperMembers(() -> true));
    nodes =
        new LocalNodes(
            fixture.client(), fixture.namespace(), home.resolve("zookeeper"), disks, network);
  }

  @AfterEach
  void end() {
    fixture.close();
    nodes.close();
  }

  @Test
  void anEnsembleGrowsAndShrinksMemberByMemberAndKeepsItsData() throws Exception {
    fixture.create(EnsembleFixture.spec(1, ReclaimPolicy.DELETE));
    fixture.awaitSteady("1/1");
    write("/kept", "since the beginning");

    fixture.edit(it -> EnsembleFixture.replicas(it, 3));
    fixture.awaitSteady("3/3");
    fixture.edit(it -> EnsembleFixture.replicas(it, 5));
    var five = fixture.awaitSteady("5/5");
    assertThat(five.members()).allSatisfy(it -> assertThat(it.ready()).isTrue());
    assertThat(five.replicas()).isEqualTo(5);
    assertThat(voters()).isEqualTo(Situation.upTo(5));

    fixture.edit(it -> EnsembleFixture.replicas(it, 3));
    fixture.awaitSteady("3/3");
    assertThat(voters()).isEqualTo(Situation.upTo(3));
    EnsembleFixture.soon().until(() -> claims().size() == 3);
    assertThat(fixture.events().all())
        .containsSubsequence(
            "Scaling: member 2 joins",
            "Scaling: member 3 joins",
            "Scaling: member 4 joins",
            "Scaling: member 5 joins",
            "Scaling: member 5 leaves",
            "Scaling: member 4 leaves",
            "Releasing: the volume claim of former member 5 is deleted",
            "Releasing: the volume claim of former member 4 is deleted");
    assertThat(read("/kept")).isEqualTo("since the beginning");
  }

  @Test
  void aReplicaThatLeadsNoMoreChangesNoMembershipEvenWhenItHasJustConnected() throws Exception {
    fixture.create(EnsembleFixture.spec(3, ReclaimPolicy.RETAIN));
    fixture.awaitSteady("3/3");
    var held = new AtomicInteger(1);
    var former = new ZooKeeperMembers(() -> held.getAndDecrement() > 0);
    var agreed = requireNonNull(former.ask(nodes.address(1)).membership());
    String credentials =
        SuperSecret.credentials(
            fixture
                .client()
                .secrets()
                .inNamespace(fixture.namespace())
                .withName("zk-super")
                .require());
    assertThatThrownBy(
            () -> former.reconfigure(nodes.address(1), credentials, null, 3, agreed.version()))
        .isInstanceOf(ReconfigurationException.class)
        .hasMessageContaining("doesn't lead");
    assertThat(held.get()).as("asked again after it had connected").isEqualTo(-1);
    assertThat(voters()).isEqualTo(Situation.upTo(3));
  }

  @Test
  void aMemberComesBackOnTheDiskOfItsFormerLife() throws Exception {
    fixture.create(EnsembleFixture.spec(3, ReclaimPolicy.RETAIN));
    fixture.awaitSteady("3/3");
    write("/kept", "by three");
    for (int round = 0; round < 2; round++) {
      fixture.edit(it -> EnsembleFixture.replicas(it, 1));
      fixture.awaitSteady("1/1");
      assertThat(claims()).hasSize(3);
      write("/round-" + round, "by one");
      fixture.edit(it -> EnsembleFixture.replicas(it, 3));
      fixture.awaitSteady("3/3");
    }
    assertThat(voters()).isEqualTo(Situation.upTo(3));
    assertThat(read("/kept")).isEqualTo("by three");
    assertThat(read("/round-1")).isEqualTo("by one");
  }

  @Test
  void aRollRestartsOneMemberAfterTheOtherAndTheLeaderLast() throws Exception {
    fixture.create(EnsembleFixture.spec(3, ReclaimPolicy.RETAIN));
    String leader = requireNonNull(fixture.awaitSteady("3/3").leader());
    write("/kept", "before the roll");
    Map<String, String> before = uids();

    fixture.edit(it -> EnsembleFixture.version(it, "3.9.4"));
    var after = fixture.awaitStatus(it -> "3.9.4".equals(it.version()));
    fixture.awaitSteady("3/3");

    assertThat(after.leader()).isNotEqualTo(leader);
    assertThat(uids()).allSatisfy((pod, uid) -> assertThat(before).doesNotContainValue(uid));
    List<String> restarts =
        fixture.events().all().stream().filter(it -> it.startsWith("Rolling")).toList();
    assertThat(restarts).hasSize(3);
    assertThat(restarts.getLast()).contains("member %d ".formatted(Names.id(leader)));
    assertThat(read("/kept")).isEqualTo("before the roll");
  }

  @Test
  void aMemberThatLosesItsDiskGetsTheDataBackFromTheOthers() throws Exception {
    fixture.create(EnsembleFixture.spec(3, ReclaimPolicy.RETAIN));
    fixture.awaitSteady("3/3");
    write("/kept", "on every disk");
    String before = requireNonNull(uids().get("zk-1"));
    loseDisks("zk-1");
    EnsembleFixture.soon().until(() -> !before.equals(uids().getOrDefault("zk-1", before)));
    fixture.awaitSteady("3/3");
    assertThat(voters()).isEqualTo(Situation.upTo(3));
    assertThat(readAt(2, "/kept")).isEqualTo("on every disk");
  }

  @Test
  void anEnsembleThatLosesEveryDiskStartsAnewAsAWhole() throws Exception {
    fixture.create(EnsembleFixture.spec(1, ReclaimPolicy.RETAIN));
    fixture.awaitSteady("1/1");
    fixture.edit(it -> EnsembleFixture.replicas(it, 3));
    fixture.awaitSteady("3/3");
    write("/lost", "with every disk");
    fixture.edit(it -> EnsembleFixture.stopped(it, true));
    fixture.awaitSteady("0/0");
    claims().forEach(name -> loseClaim(name));
    EnsembleFixture.soon().until(() -> claims().isEmpty());
    fixture.edit(it -> EnsembleFixture.stopped(it, false));
    fixture.awaitSteady("3/3");
    assertThat(voters()).isEqualTo(Situation.upTo(3));
    assertThat(exists("/lost")).isFalse();
    write("/anew", "yes");
    assertThat(read("/anew")).isEqualTo("yes");
  }

  @Test
  void anEnsembleMadeAnewOverTheClaimsOfAFormerOneHasItsDataAndNeverTwoQuorums() throws Exception {
    fixture.create(EnsembleFixture.spec(3, ReclaimPolicy.RETAIN));
    fixture.awaitSteady("3/3");
    fixture.edit(it -> EnsembleFixture.replicas(it, 1));
    fixture.awaitSteady("1/1");
    write("/kept", "by the last one");
    fixture.client().resource(fixture.ensemble()).delete();
    EnsembleFixture.soon().until(() -> uids().isEmpty());
    assertThat(claims()).hasSize(3);
    nodes.breakDown(1);
    fixture.create(EnsembleFixture.spec(3, ReclaimPolicy.RETAIN));
    EnsembleFixture.soon().until(() -> nodes.answers(2) && nodes.answers(3));
    assertThat(fixture.ensemble().getStatus().readyReplicas()).isZero();
    nodes.heal(1);
    fixture.awaitSteady("3/3");
    assertThat(read("/kept")).isEqualTo("by the last one");
  }

  @Test
  void probesAskZooKeeperItself() throws Exception {
    fixture.create(EnsembleFixture.spec(1, ReclaimPolicy.RETAIN));
    fixture.awaitSteady("1/1");
    assertThat(probe("srvr", "^Mode: ")).isZero();
    assertThat(probe("ruok", "imok")).isZero();
    assertThat(probe("srvr", "^Mode: follower")).isNotZero();
    fixture.edit(it -> EnsembleFixture.stopped(it, true));
    EnsembleFixture.soon().until(() -> uids().isEmpty());
    assertThat(probe("ruok", "imok")).isNotZero();
  }

  private int probe(String word, String pattern) throws Exception {
    Path script = disks.resolve("ask.sh");
    Files.writeString(
        script,
        requireNonNull(
            fixture
                .client()
                .configMaps()
                .inNamespace(fixture.namespace())
                .withName("zk-config")
                .require()
                .getData()
                .get("ask.sh")));
    var builder = new ProcessBuilder("bash", script.toString(), word, pattern);
    builder.environment().put("SMARTSTACK_HOST", nodes.address(1));
    return builder.start().waitFor();
  }

  @Test
  void aStoppedEnsembleKeepsItsDataAndItsVotes() throws Exception {
    fixture.create(EnsembleFixture.spec(3, ReclaimPolicy.DELETE));
    fixture.awaitSteady("3/3");
    write("/kept", "through a stop");
    fixture.edit(it -> EnsembleFixture.stopped(it, true));
    var stopped = fixture.awaitSteady("0/0");
    assertThat(EnsembleFixture.reason(stopped, "Ready")).isEqualTo("Stopped");
    EnsembleFixture.soon().until(() -> uids().isEmpty());
    assertThat(claims()).hasSize(3);
    fixture.edit(it -> EnsembleFixture.stopped(it, false));
    fixture.awaitSteady("3/3");
    assertThat(read("/kept")).isEqualTo("through a stop");
  }

  @Test
  void whatCostsTheQuorumIsRefusedUntilItDoesNot() throws Exception {
    fixture.create(EnsembleFixture.spec(3, ReclaimPolicy.RETAIN));
    fixture.awaitSteady("3/3");
    nodes.breakDown(2);
    fixture.awaitStatus(it -> EnsembleFixture.reason(it, "Degraded").equals("MemberDown"));
    fixture.edit(it -> EnsembleFixture.replicas(it, 1));
    fixture.awaitStatus(it -> EnsembleFixture.reason(it, "Degraded").equals("QuorumAtRisk"));
    assertThat(voters()).isEqualTo(Situation.upTo(3));
    nodes.heal(2);
    fixture.awaitSteady("1/1");
    assertThat(voters()).isEqualTo(Situation.upTo(1));
  }

  @Test
  void aNewOperatorGoesOnWhereTheOldOneEnded() throws Exception {
    fixture.create(EnsembleFixture.spec(1, ReclaimPolicy.RETAIN));
    fixture.awaitSteady("1/1");
    fixture.edit(it -> EnsembleFixture.replicas(it, 3));
    EnsembleFixture.soon()
        .until(() -> fixture.events().all().contains("Scaling: starting member 2"));
    fixture.restartOperator();
    fixture.awaitSteady("3/3");
    assertThat(voters()).isEqualTo(Situation.upTo(3));
  }

  private void loseDisks(String pod) {
    loseClaim("data-" + pod);
    fixture.client().pods().inNamespace(fixture.namespace()).withName(pod).delete();
  }

  private void loseClaim(String name) {
    fixture
        .client()
        .persistentVolumeClaims()
        .inNamespace(fixture.namespace())
        .withName(name)
        .delete();
  }

  private Map<String, String> uids() {
    return fixture.client().pods().inNamespace(fixture.namespace()).list().getItems().stream()
        .map(Pod::getMetadata)
        .collect(Collectors.toMap(it -> it.getName(), it -> it.getUid()));
  }

  private List<String> claims() {
    return fixture
        .client()
        .persistentVolumeClaims()
        .inNamespace(fixture.namespace())
        .list()
        .getItems()
        .stream()
        .map(it -> it.getMetadata().getName())
        .toList();
  }

  private SortedSet<Integer> voters() {
    int leader =
        requireNonNull(fixture.ensemble().getStatus().members()).stream()
            .filter(it -> "leader".equals(it.mode()))
            .mapToInt(it -> requireNonNull(it.id()))
            .findFirst()
            .orElseThrow();
    return requireNonNull(new ZooKeeperMembers(() -> true).ask(nodes.address(leader)).membership())
        .voters();
  }

  private CuratorFramework client(String host) throws Exception {
    var curator =
        CuratorFrameworkFactory.newClient(host + ":2181", 5000, 5000, new RetryNTimes(30, 500));
    curator.start();
    curator.blockUntilConnected();
    return curator;
  }

  private void write(String path, String text) throws Exception {
    try (var curator = client(nodes.address(1))) {
      curator.create().forPath(path, text.getBytes(UTF_8));
    }
  }

  private boolean exists(String path) throws Exception {
    try (var curator = client(nodes.address(1))) {
      return curator.checkExists().forPath(path) != null;
    }
  }

  private String read(String path) throws Exception {
    return readAt(1, path);
  }

  private String readAt(int id, String path) throws Exception {
    try (var curator = client(nodes.address(id))) {
      return new String(curator.getData().forPath(path), UTF_8);
    }
  }
}
