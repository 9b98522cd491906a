// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smartstack.sidecar.backend.Port;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One object of a file being read: each getter takes a key, says what is wrong with its value, and
 * then gives a stand-in so that reading goes on to the next problem. A null counts as absent. Keys
 * that no getter took are unknown ones.
 */
final class Section {

  private final String path;
  private final String origin;
  private final JsonNode node;
  private final Findings findings;
  private final Set<String> taken = new HashSet<>();

  private Section(String path, String origin, JsonNode node, Findings findings) {
    this.path = path;
    this.origin = origin;
    this.node = node;
    this.findings = findings;
  }

  static Section of(String path, JsonNode object, Findings findings) {
    return new Section(path, "", object, findings);
  }

  /** The same section, its messages naming the file it came from. */
  Section from(@Nullable Path file) {
    return file == null ? this : new Section(path, " (in " + file + ")", node, findings);
  }

  /** The same section once more, without saying its problems again. */
  Section silently() {
    return new Section(path, origin, node, new Findings());
  }

  String path() {
    return path;
  }

  /** The value, null when it is absent or null. */
  @Nullable JsonNode take(String key) {
    taken.add(key);
    JsonNode value = node.get(key);
    return value == null || value.isNull() ? null : value;
  }

  /** Whether the key is there, be it with a null. */
  boolean has(String key) {
    return node.has(key);
  }

  @Nullable String text(String key) {
    JsonNode value = take(key);
    return value == null ? null : wrongUnless(key, value, Scalars.text(value), "a text");
  }

  String text(String key, String fallback) {
    String text = text(key);
    return text == null ? fallback : text;
  }

  /** A text that must be there and not be empty. */
  String needText(String key, String expected) {
    JsonNode value = need(key, expected);
    String text = value == null ? null : Scalars.text(value);
    if (value != null && (text == null || text.isBlank())) {
      wrong(key, expected, value);
    }
    return text == null ? "" : text;
  }

  int whole(String key, int fallback, int min, int max) {
    JsonNode value = take(key);
    if (value == null) {
      return fallback;
    }
    Long number = Scalars.whole(value);
    if (number != null && number >= min && number <= max) {
      return number.intValue();
    }
    String range = max == Integer.MAX_VALUE ? "≥ " + min : "from " + min + " to " + max;
    wrong(key, "a whole number " + range, value);
    return fallback;
  }

  /** A number from {@code min} up, which may be infinite. */
  double number(String key, double fallback, double min) {
    JsonNode value = take(key);
    if (value == null) {
      return fallback;
    }
    Double number = Scalars.number(value);
    Double fitting = number != null && number >= min ? number : null;
    Double found = wrongUnless(key, value, fitting, "a number ≥ " + Scalars.plain(min));
    return found == null ? fallback : found;
  }

  /** Seconds, possibly fractional: more than zero, or from zero when {@code zero}. */
  Duration seconds(String key, Duration fallback, boolean zero) {
    JsonNode value = take(key);
    if (value == null) {
      return fallback;
    }
    Duration found =
        wrongUnless(key, value, Scalars.seconds(value, zero), "seconds " + (zero ? "≥ 0" : "> 0"));
    return found == null ? fallback : found;
  }

  boolean flag(String key, boolean fallback) {
    JsonNode value = take(key);
    Boolean found =
        value == null ? null : wrongUnless(key, value, Scalars.flag(value), "true or false");
    return found == null ? fallback : found;
  }

  /** A port, with a warning for what looks like a variable somebody forgot to expand. */
  @Nullable Port port(String key) {
    JsonNode value = take(key);
    if (value == null) {
      return null;
    }
    Port port = Scalars.port(value);
    if (port != null && port.number().isEmpty()) {
      warnUnexpanded(key, port.text());
    }
    return wrongUnless(key, value, port, "a port from 1 to 65535");
  }

  @Nullable Path file(String key) {
    JsonNode value = take(key);
    return value == null ? null : wrongUnless(key, value, path(value), "a file path");
  }

  /** A path or a list of paths. */
  List<Path> files(String key) {
    JsonNode value = take(key);
    List<Path> files = new ArrayList<>();
    for (JsonNode each :
        value == null ? List.<JsonNode>of() : value.isArray() ? value : List.of(value)) {
      Path file = wrongUnless(key, each, path(each), "a file path or a list of them");
      if (file != null) {
        files.add(file);
      }
    }
    return List.copyOf(files);
  }

  /** A list of texts, null when absent. */
  @Nullable List<String> lines(String key) {
    JsonNode value = take(key);
    if (value == null) {
      return null;
    }
    List<String> lines = new ArrayList<>();
    for (JsonNode each : list(key, value, "a list of texts")) {
      String line =
          wrongUnless(Findings.element(key, lines.size()), each, Scalars.text(each), "a text");
      lines.add(line == null ? "" : line);
    }
    return List.copyOf(lines);
  }

  /** An object of any values, in file order, null when absent. */
  @Nullable Map<String, JsonNode> values(String key) {
    Section section = section(key);
    if (section == null) {
      return null;
    }
    Map<String, JsonNode> values = new LinkedHashMap<>();
    section.node.properties().forEach(e -> values.put(e.getKey(), e.getValue()));
    return Collections.unmodifiableMap(values);
  }

  /** The keys of this section in file order. */
  List<String> keys() {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }

  /** An object, null when it is absent or no object. */
  @Nullable Section section(String key) {
    JsonNode value = take(key);
    if (value == null) {
      return null;
    }
    JsonNode object = wrongUnless(key, value, value.isObject() ? value : null, "an object");
    return object == null ? null : child(key, object);
  }

  /** An object, empty when it is absent or no object. */
  Section sectionOrEmpty(String key) {
    Section section = section(key);
    return section == null ? child(key, JsonNodeFactory.instance.objectNode()) : section;
  }

  /** A list of objects, empty when absent. */
  List<Section> sections(String key) {
    JsonNode value = take(key);
    List<Section> sections = new ArrayList<>();
    int index = 0;
    for (JsonNode each :
        value == null ? List.<JsonNode>of() : list(key, value, "a list of objects")) {
      String here = Findings.element(key, index++);
      if (each.isObject()) {
        sections.add(child(here, each));
      } else {
        wrong(here, "an object", each);
      }
    }
    return sections;
  }

  /** A service of this section of services, null when it is no object. */
  @Nullable Section service(String name, @Nullable Path file) {
    Section service = section(name);
    return service == null ? null : service.from(file);
  }

  /** One of an enum's words. */
  <E extends Enum<E>> E word(String key, E fallback, Function<E, String> words) {
    JsonNode value = take(key);
    if (value == null) {
      return fallback;
    }
    for (E each : fallback.getDeclaringClass().getEnumConstants()) {
      if (words.apply(each).equals(Scalars.text(value))) {
        return each;
      }
    }
    wrong(key, "one of " + words(fallback, words), value);
    return fallback;
  }

  /** One of an enum's words; any other is warned of and taken as the fallback. */
  <E extends Enum<E>> E wordOr(String key, E fallback, Function<E, String> words) {
    JsonNode value = take(key);
    for (E each : fallback.getDeclaringClass().getEnumConstants()) {
      if (value != null && words.apply(each).equals(Scalars.text(value))) {
        return each;
      }
    }
    if (value != null) {
      warn(key, show(value) + " is unknown, taken as " + words.apply(fallback));
    }
    return fallback;
  }

  private static <E extends Enum<E>> String words(E any, Function<E, String> words) {
    return Stream.of(any.getDeclaringClass().getEnumConstants())
        .map(words)
        .collect(Collectors.joining(", "));
  }

  /** Takes keys that are known but say nothing here. */
  void skip(String... keys) {
    taken.addAll(List.of(keys));
  }

  /** Takes every key: what they mean is not known before the section's kind is. */
  void skipAll() {
    taken.addAll(keys());
  }

  /** Warns of every key that nothing took. */
  void done() {
    for (String key : keys()) {
      if (!taken.contains(key)) {
        warn(key, "unknown key, ignored");
      }
    }
  }

  void problem(String key, String message) {
    String at = Findings.field(path, key);
    findings.problem(has(outer(key)) ? at : path, at, message + origin);
  }

  void warn(String key, String message) {
    String at = Findings.field(path, key);
    findings.warning(has(outer(key)) ? at : path, at, message + origin);
  }

  void wrong(String key, String expected, JsonNode got) {
    problem(key, "expected " + expected + ", got " + show(got));
  }

  void missing(String key, String expected) {
    problem(key, "required, expected " + expected);
  }

  void warnUnexpanded(String key, String text) {
    if (Scalars.unexpanded(text)) {
      warn(key, show(text) + " looks like a variable that was not expanded");
    }
  }

  static String show(JsonNode value) {
    String text = value.toString();
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }

  private static String show(String text) {
    return "\"" + text + "\"";
  }

  private @Nullable JsonNode need(String key, String expected) {
    JsonNode value = take(key);
    if (value == null) {
      missing(key, expected);
    }
    return value;
  }

  private Section child(String key, JsonNode object) {
    return new Section(Findings.field(path, key), origin, object, findings);
  }

  private Iterable<JsonNode> list(String key, JsonNode value, String expected) {
    if (value.isArray()) {
      return value;
    }
    wrong(key, expected, value);
    return List.of();
  }

  private <T> @Nullable T wrongUnless(
      String key, JsonNode value, @Nullable T read, String expected) {
    if (read == null) {
      wrong(key, expected, value);
    }
    return read;
  }

  private static String outer(String key) {
    int bracket = key.indexOf('[');
    return bracket < 0 ? key : key.substring(0, bracket);
  }

  private static @Nullable Path path(JsonNode value) {
    try {
      String text = value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : null;
      return text == null ? null : Path.of(text);
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
