// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the options of a server line say. */
final class ServerOptions {

  /** Words of a server line in the file that {@code add server} does not take. */
  private static final Set<String> FILE_ONLY =
      Set.of(
          "cookie",
          "init-addr",
          "log-proto",
          "max-reuse",
          "namespace",
          "no-agent-check",
          "no-check",
          "no-check-send-proxy",
          "no-check-ssl",
          "no-send-proxy-v2-ssl",
          "no-send-proxy-v2-ssl-cn",
          "no-ssl",
          "non-stick",
          "redir",
          "resolve-net",
          "resolve-opts",
          "resolve-prefer",
          "resolvers",
          "socks4",
          "ssl-reuse",
          "stick",
          "tcp-ut");

  private static final Set<String> HEALTH_WORDS =
      Set.of("check", "no-check", "track", "agent-check");

  private ServerOptions() {}

  /** Whether one of the words is among them. */
  static boolean has(String options, String word) {
    return options.contains(word) && Words.of(options).contains(word);
  }

  /** Whether they say how the server's health is known. */
  static boolean speakOfHealth(String options) {
    return firstOf(options, HEALTH_WORDS) != null;
  }

  /** The first word that servers can't be added with at run time, null when there is none. */
  static @Nullable String fileOnly(String options) {
    return firstOf(options, FILE_ONLY);
  }

  private static @Nullable String firstOf(String options, Set<String> wanted) {
    for (String word : Words.of(options)) {
      if (wanted.contains(word)) {
        return word;
      }
    }
    return null;
  }

  /** The value after the last occurrence of a word, null when there is none. */
  static @Nullable String valueOf(String options, String word) {
    List<String> words = Words.of(options);
    int at = words.lastIndexOf(word);
    return at >= 0 && at + 1 < words.size() ? words.get(at + 1) : null;
  }

  /** The weight in force, {@code otherwise} when they give none that is a number. */
  static int weight(String options, int otherwise) {
    String value = valueOf(options, "weight");
    return value != null && Words.isNumber(value) ? Integer.parseInt(value) : otherwise;
  }

  /** The options without any {@code weight}. */
  static String withoutWeight(String options) {
    List<String> words = Words.of(options);
    if (!words.contains("weight")) {
      return options;
    }
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).equals("weight")) {
        i++;
      } else {
        kept.add(words.get(i));
      }
    }
    return String.join(" ", kept);
  }

  /** The options without one word. */
  static String without(String options, String word) {
    return has(options, word)
        ? String.join(" ", Words.of(options).stream().filter(w -> !w.equals(word)).toList())
        : options;
  }

  /** Two groups of options in one line. */
  static String join(String first, String second) {
    return (first.strip() + " " + second.strip()).strip();
  }
}
