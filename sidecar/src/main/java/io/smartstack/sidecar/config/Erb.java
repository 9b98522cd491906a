// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one use of ERB that occurs in Synapse's files: a value from the environment. Anything else
 * would need Ruby.
 */
final class Erb {

  private static final Pattern TAG = Pattern.compile("<%.*?(?:%>|\\z)", Pattern.DOTALL);
  private static final Pattern ENV =
      Pattern.compile(
          "<%=\\s*ENV(?:\\[\\s*(['\"])(\\w+)\\1\\s*]"
              + "|\\.fetch\\(\\s*(['\"])(\\w+)\\3\\s*(?:,\\s*(['\"])([^'\"]*)\\5\\s*)?\\))\\s*-?%>");

  private Erb() {}

  /** The text with its tags replaced; what cannot be replaced is added to the problems. */
  static String expand(
      String text, String path, Findings findings, Function<String, @Nullable String> environment) {
    StringBuilder out = new StringBuilder();
    Matcher tag = TAG.matcher(text);
    while (tag.find()) {
      String line =
          "line " + (1 + text.substring(0, tag.start()).chars().filter(c -> c == '\n').count());
      Matcher env = ENV.matcher(tag.group());
      String value = "";
      if (!env.matches()) {
        findings.problem(
            path,
            line
                + ": of ERB only <%= ENV['NAME'] %> and <%= ENV.fetch('NAME') %> work here, got "
                + tag.group().lines().findFirst().orElse(""));
      } else {
        String name = env.group(2) == null ? env.group(4) : env.group(2);
        String found = environment.apply(name);
        boolean needed = env.group(2) == null && env.group(5) == null;
        if (found == null && needed) {
          findings.problem(path, line + ": the environment variable " + name + " is not set");
        }
        String fallback = env.group(6) == null ? "" : env.group(6);
        value = found == null ? fallback : found;
      }
      tag.appendReplacement(out, Matcher.quoteReplacement(value));
    }
    return tag.appendTail(out).toString();
  }
}
