// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever happens to an ensemble, the operator's own steps never harm it. */
class NextStepRulesTest {

  @Property(tries = 2000)
  void noStepTakesAQuorumAwayAndEveryVoterIsListed(@ForAll Random random) {
    var world = new World(random);
    for (int i = 0; i < 120; i++) {
      world.happen();
      world.pass();
      boolean before = world.hasQuorum();
      Step step = NextStep.of(world.observed());
      boolean single = world.single();
      world.obey(step);
      if (before && !world.stopped() && !(single && step instanceof Step.Restart)) {
        assertThat(world.hasQuorum()).as("after " + step).isTrue();
      }
      assertThat(world.listsEveryVoter()).as("after " + step).isTrue();
    }
  }

  @Property(tries = 2000)
  void whateverHappenedAHealedEnsembleBecomesWhatIsWantedAndThenIsLeftAlone(@ForAll Random random) {
    var world = new World(random);
    for (int i = 0; i < 60; i++) {
      world.happen();
      world.pass();
      world.obey(NextStep.of(world.observed()));
    }
    world.heal();
    Step last = NextStep.of(world.observed());
    for (int i = 0; i < 400 && !(last instanceof Step.Nothing); i++) {
      world.pass();
      last = NextStep.of(world.observed());
      world.obey(last);
    }
    assertThat(last).isInstanceOf(Step.Nothing.class);
    assertThat(world.isAsWanted()).isTrue();
  }
}
