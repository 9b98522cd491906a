// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smartstack.crd.v1.ReclaimPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Ensembles of real ZooKeeper processes that grow, shrink and roll. */
final class RealEnsembleIT extends RealEnsemble {

  RealEnsembleIT() {
    super("127.71");
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
}
