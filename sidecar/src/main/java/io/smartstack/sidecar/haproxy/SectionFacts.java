// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What holds in a section: its own lines over those of {@code defaults}.
 *
 * @param lines {@code defaults}, then the section's own
 */
record SectionFacts(List<String> lines) {

  private static final Set<String> DYNAMIC_BALANCE =
      Set.of("roundrobin", "leastconn", "first", "random", "sticky");

  static SectionFacts of(List<String> defaults, List<String> own) {
    return new SectionFacts(Stream.concat(defaults.stream(), own.stream()).toList());
  }

  /** Whether nothing is said about a directive. */
  boolean silentOn(String directive) {
    return !Words.anySpeaksOf(lines, directive);
  }

  /** Whether the section speaks HTTP; HAProxy's own default is TCP. */
  boolean http() {
    return word("mode", 1, "tcp").equals("http");
  }

  /** Whether servers are told apart by a cookie. */
  boolean cookies() {
    return http() && !silentOn("cookie");
  }

  /** Options that every server inherits, empty for none. */
  String defaultServer() {
    return lines.stream()
        .filter(line -> Words.speaksOf(line, "default-server"))
        .map(line -> Words.of(line).stream().skip(1).collect(Collectors.joining(" ")))
        .collect(Collectors.joining(" "));
  }

  /** The balance algorithm when it can't change its servers or weights at run time, else null. */
  @Nullable String staticBalance() {
    String algorithm = word("balance", 1, "roundrobin");
    int parameter = algorithm.indexOf('(');
    String name = parameter < 0 ? algorithm : algorithm.substring(0, parameter);
    if (DYNAMIC_BALANCE.contains(name)) {
      return null;
    }
    boolean consistent = word("hash-type", 1, "map-based").equals("consistent");
    return consistent && !name.equals("static-rr") ? null : name;
  }

  /** A word of the last line that speaks of a directive. */
  private String word(String directive, int index, String otherwise) {
    List<String> said = new ArrayList<>();
    for (String line : lines) {
      if (Words.speaksOf(line, directive)) {
        said.add(line);
      }
    }
    if (said.isEmpty()) {
      return otherwise;
    }
    List<String> words = Words.of(said.getLast().toLowerCase(Locale.ROOT));
    return index < words.size() ? words.get(index) : otherwise;
  }
}
