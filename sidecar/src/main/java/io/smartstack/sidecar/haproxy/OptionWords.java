// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits an options text into words as HAProxy's configuration file does. */
final class OptionWords {

  private static final char NONE = 0;

  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private char quote = NONE;

  private OptionWords() {}

  /**
   * The words, quotes and escapes taken off.
   *
   * @return empty when a command can't say the same: a variable, a comment, a control character, an
   *     empty word or an open quote
   */
  static Optional<List<String>> of(String options) {
    OptionWords reader = new OptionWords();
    int i = 0;
    while (i < options.length()) {
      int used = reader.read(options, i);
      if (used == 0) {
        return Optional.empty();
      }
      i += used;
    }
    reader.endWord();
    return reader.quote != NONE || reader.words.contains("")
        ? Optional.empty()
        : Optional.of(List.copyOf(reader.words));
  }

  /** A word as the runtime socket takes it: what would end the word or the command is escaped. */
  static String escaped(String word) {
    StringBuilder text = new StringBuilder(word.length() + 8);
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '\\' || c == ' ' || c == '\t' || c == ';') {
        text.append('\\');
      }
      text.append(c);
    }
    return text.toString();
  }

  /** Reads at an index; returns how many characters that took, 0 when no command can say it. */
  private int read(String options, int i) {
    char c = options.charAt(i);
    boolean blank = c == ' ' || c == '\t';
    if (Character.isISOControl(c) && !blank) {
      return 0;
    }
    return switch (quote) {
      case '\'' -> c == '\'' ? quote(NONE) : add(c);
      case '"' -> inDoubleQuotes(options, i, c);
      default -> blank ? endWord() : bare(options, i, c);
    };
  }

  private int inDoubleQuotes(String options, int i, char c) {
    return switch (c) {
      case '"' -> quote(NONE);
      case '$' -> 0;
      case '\\' -> escape(options, i);
      default -> add(c);
    };
  }

  private int bare(String options, int i, char c) {
    return switch (c) {
      case '"', '\'' -> quote(c);
      case '#' -> 0;
      case '\\' -> escape(options, i);
      default -> add(c);
    };
  }

  private int escape(String options, int i) {
    if (i + 1 >= options.length()) {
      return 0;
    }
    add(options.charAt(i + 1));
    return 2;
  }

  private int quote(char now) {
    inWord = true;
    quote = now;
    return 1;
  }

  private int add(char c) {
    inWord = true;
    word.append(c);
    return 1;
  }

  private int endWord() {
    if (inWord) {
      words.add(word.toString());
    }
    inWord = false;
    word.setLength(0);
    return 1;
  }
}
