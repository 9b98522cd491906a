// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smartstack.sidecar.backend.Port;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One object of a file being read. Each getter takes a key, says what is wrong with its value, and
 * then gives a stand-in so that reading goes on to the next problem.
 */
final class Section extends Keys {

  private Section(String path, String origin, JsonNode node, Findings findings) {
    super(path, origin, node, findings);
  }

  /** The object that all paths start from. */
  static Section top(JsonNode object, Findings findings) {
    return new Section("", "", object, findings);
  }

  /** The same section, its messages naming the file it came from. */
  Section from(@Nullable Path file) {
    return file == null ? this : new Section(path, " (in " + file + ")", node, findings);
  }

  /** The same section once more, without saying its problems again. */
  Section silently() {
    return new Section(path, origin, node, new Findings());
  }

  /** What {@code as} makes of the value; null when it is absent or {@code as} gives null. */
  <T> @Nullable T read(String key, Function<JsonNode, @Nullable T> as, String expected) {
    JsonNode value = take(key);
    return value == null ? null : read(key, value, as, expected);
  }

  @Nullable String text(String key) {
    return read(key, Scalars::text, "a text");
  }

  String text(String key, String fallback) {
    String text = text(key);
    return text == null ? fallback : text;
  }

  /** A text that must be there and not be blank. */
  String needText(String key, String expected) {
    if (take(key) == null) {
      missing(key, expected);
    }
    String text = read(key, value -> notBlank(Scalars.text(value)), expected);
    return text == null ? "" : text;
  }

  int whole(String key, int fallback, int min, int max) {
    String range = max == Integer.MAX_VALUE ? "≥ " + min : "from " + min + " to " + max;
    Long whole = read(key, value -> Scalars.whole(value, min, max), "a whole number " + range);
    return whole == null ? fallback : whole.intValue();
  }

  /** A number more than zero, which may be infinite. */
  double positive(String key, double fallback) {
    return number(key, fallback, Double.MIN_VALUE, "a number > 0");
  }

  /** A number from {@code min} up, which may be infinite. */
  double number(String key, double fallback, int min) {
    return number(key, fallback, min, "a number ≥ " + min);
  }

  private double number(String key, double fallback, double min, String expected) {
    Double number = read(key, value -> Scalars.number(value, min), expected);
    return number == null ? fallback : number;
  }

  /** Seconds, possibly fractional: more than zero, or from zero when {@code zero}. */
  Duration seconds(String key, Duration fallback, boolean zero) {
    String expected = "seconds " + (zero ? "≥ 0" : "> 0");
    Duration seconds = read(key, value -> Scalars.seconds(value, zero), expected);
    return seconds == null ? fallback : seconds;
  }

  boolean flag(String key, boolean fallback) {
    Boolean flag = read(key, Scalars::flag, "true or false");
    return flag == null ? fallback : flag;
  }

  /** A port, with a warning for what looks like a variable somebody forgot to expand. */
  @Nullable Port port(String key) {
    Port port = read(key, Scalars::port, "a port from 1 to 65535");
    if (port != null && port.number().isEmpty()) {
      warnUnexpanded(key, port.text());
    }
    return port;
  }

  @Nullable Path file(String key) {
    return read(key, Scalars::path, "a file path");
  }

  /** A list of texts, null when absent. */
  @Nullable List<String> lines(String key) {
    return list(key, Scalars::text, "a list of texts", "a text");
  }

  /** A list of what {@code as} makes of each element, null when absent or no list. */
  <T> @Nullable List<T> list(
      String key, Function<JsonNode, @Nullable T> as, String expected, String expectedOfEach) {
    JsonNode value = read(key, v -> v.isArray() ? v : null, expected);
    if (value == null) {
      return null;
    }
    List<T> list = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      T element = read(Findings.element(key, i), value.get(i), as, expectedOfEach);
      if (element != null) {
        list.add(element);
      }
    }
    return List.copyOf(list);
  }

  /** An object, null when it is absent or no object. */
  @Nullable Section section(String key) {
    JsonNode object = read(key, v -> v.isObject() ? v : null, "an object");
    return object == null ? null : child(key, object);
  }

  /** An object, empty when it is absent or no object. */
  Section sectionOrEmpty(String key) {
    Section section = section(key);
    return section == null ? child(key, JsonNodeFactory.instance.objectNode()) : section;
  }

  /** A list of objects, empty when absent. */
  List<Section> sections(String key) {
    JsonNode value = read(key, v -> v.isArray() ? v : null, "a list of objects");
    List<Section> sections = new ArrayList<>();
    for (int i = 0; value != null && i < value.size(); i++) {
      String at = Findings.element(key, i);
      JsonNode object = read(at, value.get(i), v -> v.isObject() ? v : null, "an object");
      if (object != null) {
        sections.add(child(at, object));
      }
    }
    return sections;
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

  private Section child(String key, JsonNode object) {
    return new Section(Findings.field(path, key), origin, object, findings);
  }

  private <T> @Nullable T read(
      String key, JsonNode value, Function<JsonNode, @Nullable T> as, String expected) {
    T read = as.apply(value);
    if (read == null) {
      wrong(key, expected, value);
    }
    return read;
  }

  private static @Nullable String notBlank(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
