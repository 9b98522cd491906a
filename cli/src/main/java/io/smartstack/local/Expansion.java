// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills in {@code $(NAME)} as the kubelet does: {@code $$} is a dollar, unknown names stay. */
final class Expansion {

  private static final Pattern REFERENCE = Pattern.compile("\\$(\\$|\\(([^()\\s]+)\\))");

  private Expansion() {}

  /** The variables of one machine; each may refer to those before it. */
  static Map<String, String> environment(
      Map<String, Application.Value> variables, Map<String, String> fields) {
    Map<String, String> environment = new LinkedHashMap<>();
    variables.forEach((name, value) ->
        environment.put(
            name,
            switch (value) {
              case Application.Text(String text) -> expand(text, environment);
              case Application.Field(String path) -> fields.getOrDefault(path, "");
            }));
    return environment;
  }

  static List<String> command(List<String> command, Map<String, String> environment) {
    return command.stream().map(word -> expand(word, environment)).toList();
  }

  private static String expand(String text, Map<String, String> environment) {
    Matcher reference = REFERENCE.matcher(text);
    return reference.replaceAll(match -> {
      String name = match.group(2);
      String value = name == null ? "$" : environment.getOrDefault(name, match.group());
      return Matcher.quoteReplacement(value);
    });
  }
}
