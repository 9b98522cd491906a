// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;

class TreeChangeTest {

  private final TreeMap<String, Long> known =
      new TreeMap<>(Map.of("/a", 1L, "/a/b", 2L, "/a/b/c", 3L, "/a/bc", 4L));

  private static Znode written(long mzxid) {
    Stat stat = new Stat();
    stat.setMzxid(mzxid);
    return new Znode(new byte[0], stat);
  }

  private TreeChange read(String path, Map<String, Znode> found) {
    return TreeChange.of(false, known, List.of(path), found);
  }

  @Test
  void whatWasReadAndIsAsItWasIsNoChange() {
    assertThat(read("/a/bc", Map.of("/a/bc", written(4))).isEmpty()).isTrue();
  }

  @Test
  void whatWasNeverToldOfIsAChangeThoughNothingIsThere() {
    assertThat(TreeChange.of(true, new TreeMap<>(), List.of("/a"), Map.of()).isEmpty()).isFalse();
  }

  @Test
  void aZnodeThatWasWrittenOrMadeAnewIsToldOf() {
    TreeChange change = read("/a/bc", Map.of("/a/bc", written(9)));
    assertThat(change.znodes()).containsOnlyKeys("/a/bc");
    assertThat(change.gone()).isEmpty();
    assertThat(known).containsEntry("/a/bc", 9L);
  }

  @Test
  void whatIsGoneTakesEverythingBelowItAlongAndNothingBeside() {
    TreeChange change = read("/a/b", Map.of());
    assertThat(change.gone()).containsExactlyInAnyOrder("/a/b", "/a/b/c");
    assertThat(known).containsOnlyKeys("/a", "/a/bc");
  }

  @Test
  void aZnodeThatIsThereIsNotGoneBecauseItsParentWasReadEarlier() {
    TreeChange change =
        TreeChange.of(false, known, List.of("/a/b", "/a/b/c"), Map.of("/a/b/c", written(3)));
    assertThat(change.gone()).containsExactly("/a/b");
    assertThat(known).containsOnlyKeys("/a", "/a/b/c", "/a/bc");
  }
}
