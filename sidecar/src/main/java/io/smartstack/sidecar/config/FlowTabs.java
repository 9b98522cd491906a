// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

/**
 * Tabs between the tokens of a JSON-like document, which YAML parsers differ about: the original's
 * takes them for blanks.
 */
final class FlowTabs {

  private FlowTabs() {}

  /** The same text, same lines and columns, with a blank for each tab outside quotes. */
  static String toSpaces(String text) {
    if (text.indexOf('\t') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text);
    char quote = 0;
    char token = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        boolean escape = quote == '"' ? c == '\\' : text.startsWith("''", i);
        if (escape) {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
        continue;
      }
      if (c == '\t') {
        out.setCharAt(i, ' ');
      } else if (c == '#' && (i == 0 || Character.isWhitespace(text.charAt(i - 1)))) {
        int end = text.indexOf('\n', i);
        i = end < 0 ? text.length() : end;
      } else if ((c == '"' || c == '\'') && (token == 0 || "{[,:".indexOf(token) >= 0)) {
        quote = c;
        token = c;
      } else if (!Character.isWhitespace(c)) {
        if (token == 0 && c != '{' && c != '[') {
          return text;
        }
        token = c;
      }
    }
    return out.toString();
  }
}
