// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AllocatorTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

  private static Allocator at(Instant now, int maxId) {
    return new Allocator(maxId, Duration.ofHours(1), now);
  }

  private static Allocation.Section next(
      Allocation.Section before, Instant now, int maxId, String... servers) {
    return at(now, maxId).next(before, List.of(servers), false, Set.of());
  }

  private static String ids(Allocation.Section section, String... names) {
    return List.of(names).stream()
        .map(name -> name + Objects.requireNonNull(section.ids().get(name)).id())
        .collect(Collectors.joining(" "));
  }

  @Test
  void aServerKeepsItsIdWhileOthersComeAndGo() {
    var first = next(Allocation.Section.EMPTY, NOW, 99, "a", "b");
    var second = next(first, NOW, 99, "b", "c");
    var third = next(second, NOW, 99, "c", "a", "b");
    assertThat(ids(third, "a", "b", "c")).isEqualTo("a1 b2 c3");
  }

  @Test
  void anIdIsFreeAgainWhenItsServerHasBeenGoneForTheTtl() {
    var first = next(Allocation.Section.EMPTY, NOW, 99, "a", "b");
    var gone = next(first, NOW.plus(Duration.ofDays(9)), 99, "b", "c");
    assertThat(ids(gone, "b", "c")).isEqualTo("b2 c3");
    var later = next(gone, NOW.plus(Duration.ofDays(9).plusHours(1)), 99, "b", "c", "d");
    assertThat(ids(later, "b", "c", "d")).isEqualTo("b2 c3 d1");
  }

  @Test
  void whenIdsRunOutTheLongestGoneGivesItsUp() {
    var first = next(Allocation.Section.EMPTY, NOW, 2, "a", "b");
    var second = next(first, NOW.plusSeconds(1), 2, "b");
    var third = next(second, NOW.plusSeconds(2), 2, "b", "c");
    assertThat(ids(third, "b", "c")).isEqualTo("b2 c1");
    assertThat(third.ids()).hasSize(2);
    assertThat(next(third, NOW, 2, "b", "c", "d").ids()).doesNotContainKey("d");
  }

  @Test
  void idsThatOptionsClaimAreNotGivenOut() {
    var section = at(NOW, 99).next(Allocation.Section.EMPTY, List.of("a"), false, Set.of(1));
    assertThat(ids(section, "a")).isEqualTo("a2");
  }
}
