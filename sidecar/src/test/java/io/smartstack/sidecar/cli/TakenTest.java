// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TakenTest {

  @Test
  void theHashIsOverBothFilesWithAZeroBetweenThem() {
    assertThat(Taken.hash(taken("{\"a\": 1}"), taken("{}"))).isEqualTo("8ecd5a1c881275d1");
    assertThat(Taken.hash(null, taken("{}"))).isEqualTo("28a3a18f6cd6406b");
  }

  @Test
  void whatMovesFromOneFileToTheOtherChangesTheHash() {
    assertThat(Taken.hash(taken("ab"), taken("c")))
        .isNotEqualTo(Taken.hash(taken("a"), taken("bc")));
  }

  private static Taken<String> taken(String text) {
    return new Taken<>(text, text.getBytes(StandardCharsets.UTF_8));
  }
}
