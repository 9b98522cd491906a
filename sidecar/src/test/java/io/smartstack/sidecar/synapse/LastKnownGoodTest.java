// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import static io.smartstack.sidecar.synapse.Services.discovered;
import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.backend.Backend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LastKnownGoodTest {

  private static final Backend A = discovered("a", 1);
  private static final Backend B = discovered("b", 2);
  private static final Backend C = discovered("c", 3);

  @Test
  void backendsThatVanishOneByOneInQuickSuccessionAreAllKept() {
    LastKnownGood known =
        LastKnownGood.nothing()
            .after(List.of(A, B, C), at(0))
            .after(List.of(B, C), at(100_000))
            .after(List.of(C), at(100_001))
            .after(List.of(), at(100_002));

    assertThat(known.live()).isEmpty();
    assertThat(known.previous()).containsExactlyInAnyOrder(A, B, C);
  }

  @Test
  void aBackendThatLeftLongBeforeTheLastOneStaysAway() {
    LastKnownGood known =
        LastKnownGood.nothing()
            .after(List.of(A, B), at(0))
            .after(List.of(B), at(1_000))
            .after(List.of(), at(1_001).plus(LastKnownGood.TOGETHER));

    assertThat(known.previous()).containsExactly(B);
  }

  @Test
  void theFirstOneThatComesBackReplacesAllThatWereKept() {
    LastKnownGood known =
        LastKnownGood.nothing()
            .after(List.of(A, B), at(0))
            .after(List.of(), at(1))
            .after(List.of(B), at(2));

    assertThat(known.live()).containsExactly(B);
    assertThat(known.previous()).isEmpty();
  }

  @Test
  void whatIsKeptStaysHoweverOftenNothingIsFoundAgain() {
    LastKnownGood known =
        LastKnownGood.nothing().after(List.of(A, B), at(0)).after(List.of(), at(1));

    assertThat(known.after(List.of(), at(900_000)).previous()).containsExactlyInAnyOrder(A, B);
  }

  @Test
  void whatWasOnDiskIsKeptWhenTheFirstAnswerIsEmpty() {
    LastKnownGood known = LastKnownGood.restored(List.of(A)).after(List.of(), at(0));

    assertThat(known.previous()).containsExactly(A);
    assertThat(known.fromDisk()).isTrue();
  }

  @Test
  void aRegistrationThatIsReplacedByItsSuccessorHasNotDeparted() {
    Backend successor = discovered("a", 7);

    LastKnownGood known =
        LastKnownGood.nothing()
            .after(List.of(A), at(0))
            .after(List.of(successor), at(1))
            .after(List.of(), at(2));

    assertThat(known.previous()).containsExactly(successor);
  }

  @Property
  void everyOrderOfVanishingKeepsAll(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 2_000) Integer> pauses) {
    List<Backend> live = new ArrayList<>();
    for (int i = 0; i < pauses.size(); i++) {
      live.add(discovered("n" + i, i));
    }
    List<Backend> all = List.copyOf(live);
    LastKnownGood known = LastKnownGood.nothing().after(all, at(0));
    long now = 3_600_000;
    for (int pause : pauses) {
      now += pause;
      live.remove(Math.floorMod(pause, live.size()));
      known = known.after(List.copyOf(live), at(now));
    }

    assertThat(known.previous()).containsExactlyInAnyOrderElementsOf(all);
  }

  private static Duration at(long millis) {
    return Duration.ofMillis(millis);
  }
}
