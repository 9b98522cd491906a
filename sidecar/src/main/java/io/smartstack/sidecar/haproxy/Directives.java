// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which section of a configuration takes which directive, from HAProxy's keyword matrix. */
final class Directives {

  /** The sections a service has. */
  enum Side {
    FRONTEND,
    BACKEND
  }

  private record Entry(boolean frontend, boolean backend, @Nullable HaproxyVersion until) {}

  private static final Map<String, Entry> TABLE = read();

  private final HaproxyVersion version;

  Directives(HaproxyVersion version) {
    this.version = version;
  }

  /** Whether a section takes a directive. */
  boolean takes(Side side, String line) {
    Entry entry = TABLE.get(keyword(line));
    return entry != null && (side == Side.FRONTEND ? entry.frontend : entry.backend);
  }

  /** Why HAProxy would refuse a directive in every section, null when it would not. */
  @Nullable String refusal(String line) {
    Entry entry = TABLE.get(keyword(line));
    if (entry == null) {
      return "HAProxy knows no such directive";
    }
    return entry.until != null && version.compareTo(entry.until) >= 0
        ? "HAProxy " + entry.until + " and later no longer take it"
        : null;
  }

  /** The line with its keyword in lower case. */
  String written(String line) {
    String stripped = line.strip();
    int prefix = Words.directive(stripped).equals(normal(stripped)) ? 0 : 1;
    return Words.lowerCase(stripped, prefix + Words.of(keyword(stripped)).size());
  }

  private static String normal(String line) {
    return String.join(" ", Words.of(line.toLowerCase(java.util.Locale.ROOT)));
  }

  /** The longest keyword of the table that the line starts with, empty for none. */
  private static String keyword(String line) {
    List<String> words = Words.of(Words.directive(line));
    for (int count = Math.min(2, words.size()); count > 0; count--) {
      String candidate = String.join(" ", words.subList(0, count));
      if (TABLE.containsKey(candidate)) {
        return candidate;
      }
    }
    return "";
  }

  private static Map<String, Entry> read() {
    Map<String, Entry> table = new HashMap<>();
    try (InputStream in = Directives.class.getResourceAsStream("directives.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      text.lines().filter(line -> !line.startsWith("#")).forEach(line -> enter(table, line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(table);
  }

  private static void enter(Map<String, Entry> table, String line) {
    String sides = line.substring(0, 3);
    int until = line.indexOf("  until ");
    String keyword = until < 0 ? line.substring(3) : line.substring(3, until);
    HaproxyVersion gone =
        until < 0 ? null : HaproxyVersion.parse("version " + line.substring(until + 8));
    table.put(keyword.strip(), new Entry(sides.contains("F"), sides.contains("B"), gone));
  }
}
