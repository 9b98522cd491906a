// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionWordsTest {

  @Test
  void wordsAreSplitAsTheFileSplitsThem() {
    assertThat(OptionWords.of("check  inter 2s\tsni 'str(a b)' x\\ y \"q\\\"r\""))
        .contains(List.of("check", "inter", "2s", "sni", "str(a b)", "x y", "q\"r"));
    assertThat(OptionWords.of("")).contains(List.of());
  }

  @Test
  void whatNoCommandCanSayIsNoWords() {
    assertThat(OptionWords.of("check # slow")).isEmpty();
    assertThat(OptionWords.of("sni \"$NAME\"")).isEmpty();
    assertThat(OptionWords.of("sni 'open")).isEmpty();
    assertThat(OptionWords.of("check\nquit")).isEmpty();
    assertThat(OptionWords.of("sni ''")).isEmpty();
    assertThat(OptionWords.of("check \\")).isEmpty();
  }

  @Test
  void aWordCannotEndTheCommandItIsPartOf() {
    assertThat(OptionWords.escaped("a;b c\\d")).isEqualTo("a\\;b\\ c\\\\d");
  }
}
