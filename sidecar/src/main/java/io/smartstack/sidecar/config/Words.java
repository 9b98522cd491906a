// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keys whose values are a few fixed words: the names of an enum, small. */
final class Words {

  private Words() {}

  /** One of the enum's words, any other is a problem. */
  static <E extends Enum<E>> E need(Section section, String key, char dash, E fallback) {
    List<E> all = List.of(fallback.getDeclaringClass().getEnumConstants());
    String known = all.stream().map(e -> word(e, dash)).collect(Collectors.joining(", "));
    E found = section.read(key, v -> find(all, Scalars.text(v), dash), "one of " + known);
    return found == null ? fallback : found;
  }

  /** One of the enum's words; any other is warned of and taken as the fallback. */
  static <E extends Enum<E>> E orElse(Section section, String key, E fallback) {
    String text = section.text(key);
    E found = find(List.of(fallback.getDeclaringClass().getEnumConstants()), text, '_');
    if (text != null && found == null) {
      section.warn(key, "\"" + text + "\" is unknown, taken as " + word(fallback, '_'));
    }
    return found == null ? fallback : found;
  }

  private static <E extends Enum<E>> @Nullable E find(
      List<E> all, @Nullable String text, char dash) {
    Stream<E> found = all.stream().filter(e -> word(e, dash).equals(text));
    return found.findFirst().orElse(null);
  }

  private static String word(Enum<?> word, char dash) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', dash);
  }
}
