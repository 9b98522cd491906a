// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.operator.ensemble.Step.Join;
import io.smartstack.operator.ensemble.Step.Leave;
import io.smartstack.operator.ensemble.Step.Nothing;
import io.smartstack.operator.ensemble.Step.Publish;
import io.smartstack.operator.ensemble.Step.Refuse;
import io.smartstack.operator.ensemble.Step.Release;
import io.smartstack.operator.ensemble.Step.Resize;
import io.smartstack.operator.ensemble.Step.Restart;
import io.smartstack.operator.ensemble.Step.Wait;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NextStepTest {

  @Test
  void anEnsembleOfWhichAllIsWellIsLeftAlone() {
    assertThat(Situation.of(3).next()).isInstanceOf(Nothing.class);
  }

  @Test
  void aGrowingEnsembleGetsOnePodAtATime() {
    assertThat(Situation.of(3).wanted(7).next())
        .isInstanceOfSatisfying(Resize.class, step -> assertThat(step.pods()).isEqualTo(4));
  }

  @Test
  void twoVotersOnTheWayToThreeAreNotRestarted() {
    assertThat(Situation.of(3).voters(1, 2).outdated(1, 2, 3).next()).isEqualTo(new Join(3));
    assertThat(Situation.of(3).wanted(1).voters(1, 2).listed(1, 2).pods(2).outdated(2).next())
        .isEqualTo(new Leave(2));
  }

  @Test
  void aNewMemberIsListedOnlyWhenItServesAndVotesOnlyWhenItIsListed() {
    assertThat(Situation.of(4).wanted(5).voters(1, 2, 3).listed(1, 2, 3).silent(4).next())
        .isInstanceOfSatisfying(
            Wait.class, step -> assertThat(step.reason()).isEqualTo("ScaleWaiting"));
    assertThat(Situation.of(4).wanted(5).voters(1, 2, 3).listed(1, 2, 3).next())
        .isEqualTo(new Publish(Situation.upTo(4)));
    assertThat(Situation.of(4).wanted(5).voters(1, 2, 3).next()).isEqualTo(new Join(4));
  }

  @Test
  void theNextPodComesOnlyWhenTheLastOneIsIn() {
    assertThat(Situation.of(4).wanted(5).next())
        .isInstanceOfSatisfying(Resize.class, step -> assertThat(step.pods()).isEqualTo(5));
  }

  @Test
  void aShrinkingEnsembleLosesAVoteThenItsLineThenItsPod() {
    assertThat(Situation.of(5).wanted(3).next()).isEqualTo(new Leave(5));
    assertThat(Situation.of(5).wanted(3).voters(1, 2, 3, 4).next())
        .isEqualTo(new Publish(Situation.upTo(4)));
    assertThat(Situation.of(5).wanted(3).voters(1, 2, 3, 4).listed(1, 2, 3, 4).next())
        .isInstanceOfSatisfying(Resize.class, step -> assertThat(step.pods()).isEqualTo(4));
    assertThat(Situation.of(4).wanted(3).next()).isEqualTo(new Leave(4));
  }

  @Test
  void theLeaderLeavesLikeAnyOther() {
    assertThat(Situation.of(3).wanted(1).leader(3).next()).isEqualTo(new Leave(3));
  }

  @Test
  void aStepThatWouldCostTheQuorumIsRefused() {
    assertThat(Situation.of(3).wanted(1).silent(2).next())
        .isInstanceOfSatisfying(
            Refuse.class, step -> assertThat(step.reason()).isEqualTo("QuorumAtRisk"));
    assertThat(Situation.of(5).wanted(3).silent(2, 3).next()).isInstanceOf(Refuse.class);
  }

  @Test
  void nobodyJoinsWhileAMemberIsAway() {
    assertThat(Situation.of(5).wanted(7).silent(2).next())
        .isInstanceOfSatisfying(
            Wait.class, step -> assertThat(step.reason()).isEqualTo("ScaleWaiting"));
    assertThat(Situation.of(4).wanted(5).voters(1, 2, 3).silent(2).next()).isInstanceOf(Wait.class);
  }

  @Test
  void scalingDownGoesOnWithoutAMemberThatIsDownAsLongAsAQuorumRemains() {
    assertThat(Situation.of(5).wanted(3).silent(5).next()).isEqualTo(new Leave(5));
    assertThat(Situation.of(5).wanted(3).silent(2).next()).isEqualTo(new Leave(5));
  }

  @Test
  void aScaleThatIsTakenBackHalfWayEndsWhereItBegan() {
    assertThat(Situation.of(4).wanted(3).voters(1, 2, 3).next())
        .isEqualTo(new Publish(Situation.upTo(3)));
    assertThat(Situation.of(4).wanted(3).voters(1, 2, 3).listed(1, 2, 3).next())
        .isInstanceOfSatisfying(Resize.class, step -> assertThat(step.pods()).isEqualTo(3));
  }

  @Test
  void scalingBeforeTheFirstQuorumWaitsForIt() {
    assertThat(Situation.of(3).withoutQuorum().wanted(5).next())
        .isInstanceOfSatisfying(
            Wait.class, step -> assertThat(step.reason()).isEqualTo("NoQuorum"));
  }

  @Test
  void aStatefulSetScaledBehindTheOperatorsBackGetsItsMembersBack() {
    assertThat(Situation.of(3).pods(2).next())
        .isInstanceOfSatisfying(Resize.class, step -> assertThat(step.pods()).isEqualTo(3));
  }

  @Test
  void stoppingTouchesNeitherVotesNorList() {
    assertThat(Situation.of(3).stopped().next())
        .isInstanceOfSatisfying(Resize.class, step -> assertThat(step.pods()).isZero());
    assertThat(Situation.of(3).withoutQuorum().stopped().pods(0).next())
        .isInstanceOf(Nothing.class);
  }

  @Test
  void allMembersStartAgainAtOnceAndScaleLater() {
    assertThat(Situation.of(3).withoutQuorum().wanted(1).pods(0).next())
        .isInstanceOfSatisfying(Resize.class, step -> assertThat(step.pods()).isEqualTo(3));
  }

  @Test
  void aRollTakesFollowersFromTheHighestOnAndTheLeaderLast() {
    assertThat(Situation.of(3).leader(2).outdated(1, 2, 3).next()).isEqualTo(new Restart(3));
    assertThat(Situation.of(3).leader(2).outdated(1, 2).next()).isEqualTo(new Restart(1));
    assertThat(Situation.of(3).leader(2).outdated(2).next()).isEqualTo(new Restart(2));
  }

  @Test
  void aRollNeverGoesPastAMemberThatIsNotReady() {
    assertThat(Situation.of(5).outdated(1, 2, 3).silent(5).next()).isInstanceOf(Wait.class);
    assertThat(Situation.of(5).outdated(1, 2, 3).leaving(5).next()).isInstanceOf(Wait.class);
    assertThat(Situation.of(5).outdated(1, 2, 3).unreachable(5).next()).isInstanceOf(Wait.class);
  }

  @Test
  void nobodyIsRestartedWhileNobodySaysThatItLeads() {
    assertThat(Situation.of(3).leader(9).outdated(1, 2, 3).next()).isInstanceOf(Wait.class);
  }

  @Test
  void anOutdatedMemberThatNeverCameUpIsReplacedAtOnce() {
    assertThat(Situation.of(3).outdated(1, 3).silent(3).next()).isEqualTo(new Restart(3));
    assertThat(Situation.of(3).withoutQuorum().outdated(1, 2, 3).silent(2).next())
        .isEqualTo(new Restart(3));
  }

  @Test
  void anOutdatedMemberThatOnlyTheOperatorDoesNotReachIsNotReplaced() {
    assertThat(Situation.of(3).outdated(1, 2, 3).unreachable(1, 2, 3).next())
        .isInstanceOf(Wait.class);
  }

  @Test
  void theLastCopyInMemoryIsNotRestartedWhileThereIsNoQuorum() {
    assertThat(Situation.of(3).ephemeral().withoutQuorum().outdated(1, 2, 3).silent(2, 3).next())
        .isEqualTo(new Restart(3));
    assertThat(Situation.of(3).ephemeral().withoutQuorum().outdated(1).next())
        .isInstanceOf(Wait.class);
  }

  @Test
  void aMemberThatRunsSomethingElseIsRenewedBeforeVotesChange() {
    assertThat(Situation.of(5).wanted(3).outdated(1, 2, 3, 4, 5).next()).isEqualTo(new Restart(5));
    assertThat(Situation.of(3).wanted(5).outdated(1).next()).isEqualTo(new Restart(1));
    assertThat(Situation.of(5).wanted(3).outdated(1, 2).silent(5).next()).isEqualTo(new Leave(5));
  }

  @Test
  void membersThatOnlyTheOperatorDoesNotReachAreNotSaidToHaveNoQuorum() {
    assertThat(Situation.of(3).withoutQuorum().unreachable(1, 2, 3).next())
        .isInstanceOfSatisfying(
            Wait.class,
            step -> {
              assertThat(step.reason()).isEqualTo("Unreachable");
              assertThat(step.message()).contains("2181");
            });
  }

  @Test
  void aStoppedEnsembleIsNotSaidToKeepWhatWasInItsPodsAlone() {
    var stopped = Situation.of(3).withoutQuorum().stopped().pods(0);
    assertThat(stopped.next().message()).contains("kept");
    assertThat(stopped.ephemeral().next().message()).doesNotContain("kept").contains("ephemeral");
  }

  @Test
  void aSingleMemberIsRestartedThoughNobodyServesMeanwhile() {
    assertThat(Situation.of(1).outdated(1).next()).isEqualTo(new Restart(1));
  }

  @Test
  void aClaimIsReleasedOnlyWhenItsPodIsGoneAndItsVoteToo() {
    assertThat(Situation.of(3).leftovers(1, 2, 3, 4).next()).isEqualTo(new Release(4));
    assertThat(Situation.of(3).leftovers(1, 2, 3).next()).isInstanceOf(Nothing.class);
    assertThat(Situation.of(4).pods(4).wanted(3).leftovers(4).next()).isEqualTo(new Leave(4));
  }

  @Test
  void noClaimIsReleasedOfAnEnsembleThatIsStoppedOrHasNoQuorum() {
    assertThat(Situation.of(3).stopped().withoutQuorum().pods(0).leftovers(1, 2, 3, 4).next())
        .isInstanceOf(Nothing.class);
    assertThat(Situation.of(3).withoutQuorum().leftovers(4).next()).isInstanceOf(Wait.class);
  }

  @Test
  void aClaimOutlivesAPodThatIsStillOnItsWayOut() {
    var now = Situation.of(4).leaving(4).voters(1, 2, 3).listed(1, 2, 3).leftovers(4).observed();
    var trimmed =
        new Observed(
            3, false, false, 3, now.listed(), now.membership(), now.members(), now.leftovers());
    assertThat(NextStep.of(trimmed)).isInstanceOf(Wait.class).isNotInstanceOf(Release.class);
  }

  @Test
  void aMemberThatIsDownIsNamed() {
    assertThat(Situation.of(3).silent(2).next())
        .isInstanceOfSatisfying(
            Wait.class, step -> assertThat(step.message()).contains("member 2"));
  }

  @Test
  void aVoteThatSomebodyTookAwayByHandIsGivenBack() {
    assertThat(Situation.of(3).voters(1, 3).listed(1, 3).next())
        .isEqualTo(new Publish(new TreeSet<>(List.of(1, 2, 3))));
  }
}
