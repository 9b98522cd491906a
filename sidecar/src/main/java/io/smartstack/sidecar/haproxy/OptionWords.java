// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words of an options text as HAProxy's configuration file splits them. */
final class OptionWords {

  private OptionWords() {}

  /**
   * The words, quotes and escapes taken off.
   *
   * @return empty when a command can't say the same: a variable, a comment, a control character, an
   *     empty word or an open quote
   */
  static Optional<List<String>> of(String options) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < options.length(); i++) {
      char c = options.charAt(i);
      boolean blank = c == ' ' || c == '\t';
      if (Character.isISOControl(c) && !blank) {
        return Optional.empty();
      }
      if (quote == '\'') {
        quote = c == '\'' ? 0 : quote;
        append(word, c, c != '\'');
      } else if (c == '\\' && i + 1 < options.length()) {
        inWord = true;
        word.append(options.charAt(++i));
      } else if (c == '$' && quote == '"' || c == '#' && quote == 0) {
        return Optional.empty();
      } else if (c == '"' || c == '\'' && quote == 0) {
        inWord = true;
        quote = quote == 0 ? c : 0;
      } else if (blank && quote == 0) {
        if (inWord) {
          words.add(word.toString());
        }
        inWord = false;
        word.setLength(0);
      } else {
        inWord = true;
        word.append(c);
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return quote != 0 || words.contains("") ? Optional.empty() : Optional.of(List.copyOf(words));
  }

  private static void append(StringBuilder word, char c, boolean wanted) {
    if (wanted) {
      word.append(c);
    }
  }

  /** A word as the runtime socket takes it: what would end the word or the command is escaped. */
  static String escaped(String word) {
    return word.replaceAll("([\\\\ \t;])", "\\\\$1");
  }
}
