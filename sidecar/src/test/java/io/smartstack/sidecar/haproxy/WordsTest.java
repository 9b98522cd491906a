// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void wordsAreWhatStandsBetweenBlanks() {
    assertThat(Words.of("")).isEmpty();
    assertThat(Words.of(" \t ")).isEmpty();
    assertThat(Words.of("one")).containsExactly("one");
    assertThat(Words.of("\toption  httpchk GET\r")).containsExactly("option", "httpchk", "GET");
  }

  @Test
  void aNumberHasOneToNineDigits() {
    assertThat(Words.isNumber("0")).isTrue();
    assertThat(Words.isNumber("123456789")).isTrue();
    assertThat(Words.isNumber("1234567890")).isFalse();
    assertThat(Words.isNumber("")).isFalse();
    assertThat(Words.isNumber("-1")).isFalse();
    assertThat(Words.isNumber("\u0661")).as("a digit elsewhere").isFalse();
  }
}
