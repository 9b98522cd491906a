// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HealthTest {

  @Test
  void theFirstResultIsBelievedAtOnce() {
    assertThat(Health.unknown(3, 3).status()).isEqualTo(Status.UNKNOWN);
    assertThat(Health.unknown(3, 3).after(true).status()).isEqualTo(Status.UP);
    assertThat(Health.unknown(3, 3).after(false).status()).isEqualTo(Status.DOWN);
  }

  @Test
  void aServiceRisesAfterThreeSuccessesInARow() {
    Health down = Health.unknown(3, 3).after(false);
    assertThat(down.after(true).after(true).status()).isEqualTo(Status.DOWN);
    assertThat(down.after(true).after(true).after(true).status()).isEqualTo(Status.UP);
    assertThat(down.after(true).after(true).after(false).after(true).status())
        .isEqualTo(Status.DOWN);
  }

  @Test
  void aServiceFallsAfterTwoFailuresInARow() {
    Health up = Health.unknown(3, 2).after(true);
    assertThat(up.after(false).status()).isEqualTo(Status.UP);
    assertThat(up.after(false).after(true).after(false).status()).isEqualTo(Status.UP);
    assertThat(up.after(false).after(false).status()).isEqualTo(Status.DOWN);
  }

  @Test
  void aStatusThatIsKnownFromBeforeNeedsFullRiseOrFallToChange() {
    assertThat(Health.known(Status.UP, 1, 2).after(false).status()).isEqualTo(Status.UP);
    assertThat(Health.known(Status.DOWN, 2, 1).after(true).status()).isEqualTo(Status.DOWN);
    assertThat(Health.known(Status.UNKNOWN, 5, 5).after(true).status()).isEqualTo(Status.UP);
  }

  @Property
  void itBelievesWhatNervesRingBufferBelieves(
      @ForAll @IntRange(min = 1, max = 5) int rise,
      @ForAll @IntRange(min = 1, max = 5) int fall,
      @ForAll @Size(max = 40) List<Boolean> results) {
    RingBuffer model = new RingBuffer(rise, fall);
    Health health = Health.unknown(rise, fall);
    for (boolean passed : results) {
      health = health.after(passed);
      assertThat(health.status() == Status.UP).isEqualTo(model.after(passed));
    }
  }

  /** The original's way: the last max(rise, fall) results, filled with the first one. */
  private static final class RingBuffer {

    private final int rise;
    private final int fall;
    private final Deque<Boolean> last = new ArrayDeque<>();
    private boolean up;

    RingBuffer(int rise, int fall) {
      this.rise = rise;
      this.fall = fall;
    }

    boolean after(boolean passed) {
      if (last.isEmpty()) {
        up = passed;
        for (int i = 0; i < Math.max(rise, fall); i++) {
          last.add(passed);
        }
      }
      last.removeFirst();
      last.add(passed);
      List<Boolean> all = new ArrayList<>(last);
      if (all.subList(all.size() - fall, all.size()).stream().noneMatch(b -> b)) {
        up = false;
      }
      if (all.subList(all.size() - rise, all.size()).stream().allMatch(b -> b)) {
        up = true;
      }
      return up;
    }
  }
}
