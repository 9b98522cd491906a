// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.crd.v1.ReclaimPolicy;
import org.junit.jupiter.api.Test;

/** What ensembles of real ZooKeeper processes do with the disks of former lives. */
final class RealDisksIT extends RealEnsemble {

  RealDisksIT() {
    super("127.76");
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
}
