// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A directive's words, as far as its meaning goes: odd spaces and capitals don't count. */
final class Words {

  private static final Pattern WORD = Pattern.compile("\\S+");

  private Words() {}

  // Without a pattern: every line comes by here at every change, mostly in code not compiled yet.
  /** The words as they were written. */
  static List<String> of(String line) {
    List<String> words = new ArrayList<>();
    int length = line.length();
    int from = 0;
    for (int i = 0; i <= length; i++) {
      if (i == length || isBlank(line.charAt(i))) {
        if (i > from) {
          words.add(line.substring(from, i));
        }
        from = i + 1;
      }
    }
    return words;
  }

  static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /** Whether a text is a number of one to nine digits. */
  static boolean isNumber(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return length > 0 && length <= 9;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The directive in lower case with single spaces, without {@code no} or {@code default}. */
  static String directive(String line) {
    List<String> words = of(line.toLowerCase(Locale.ROOT));
    boolean prefixed = words.size() > 1 && (words.get(0).equals("no") || isDefaultOption(words));
    return String.join(" ", prefixed ? words.subList(1, words.size()) : words);
  }

  private static boolean isDefaultOption(List<String> words) {
    return words.get(0).equals("default") && words.get(1).equals("option");
  }

  /** Whether a line says something about a directive, its {@code no} form included. */
  static boolean speaksOf(String line, String directive) {
    String said = directive(line);
    return said.equals(directive) || said.startsWith(directive + " ");
  }

  /** Whether any of the lines does. */
  static boolean anySpeaksOf(List<String> lines, String directive) {
    return lines.stream().anyMatch(line -> speaksOf(line, directive));
  }

  /** The line with its first {@code count} words in lower case, as HAProxy wants keywords. */
  static String lowerCase(String line, int count) {
    Matcher matcher = WORD.matcher(line);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count && matcher.find(); i++) {
      matcher.appendReplacement(
          text, Matcher.quoteReplacement(matcher.group().toLowerCase(Locale.ROOT)));
    }
    return matcher.appendTail(text).toString();
  }
}
