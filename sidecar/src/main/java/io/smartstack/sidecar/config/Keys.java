// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one object of a file, and what there is to say about them. A null counts as absent.
 * Keys that nobody took are unknown ones.
 */
abstract sealed class Keys permits Section {

  final String path;
  final String origin;
  final JsonNode node;
  final Findings findings;
  private final Set<String> taken = new HashSet<>();

  Keys(String path, String origin, JsonNode node, Findings findings) {
    this.path = path;
    this.origin = origin;
    this.node = node;
    this.findings = findings;
  }

  /** The value, null when it is absent or null. */
  final @Nullable JsonNode take(String key) {
    taken.add(key);
    JsonNode value = node.get(key);
    return value == null || value.isNull() ? null : value;
  }

  /** Whether the key is there, be it with a null. */
  final boolean has(String key) {
    return node.has(key);
  }

  /** The keys in file order. */
  final List<String> keys() {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }

  /** Takes keys that are known but say nothing here. */
  final void skip(String... keys) {
    taken.addAll(List.of(keys));
  }

  /** Takes every key: the object is of a kind whose keys are not known. */
  final void skipAll() {
    taken.addAll(keys());
  }

  /** Warns of every key that nothing took. */
  final void done() {
    for (String key : keys()) {
      if (!taken.contains(key)) {
        warn(key, "unknown key, ignored");
      }
    }
  }

  final void problem(String key, String message) {
    findings.problem(Findings.field(path, key), message + origin);
  }

  final void warn(String key, String message) {
    findings.warning(Findings.field(path, key), message + origin);
  }

  final void wrong(String key, String expected, JsonNode got) {
    problem(key, "expected " + expected + ", got " + show(got));
  }

  final void missing(String key, String expected) {
    problem(key, "required, expected " + expected);
  }

  final void warnUnexpanded(String key, String text) {
    if (Scalars.unexpanded(text)) {
      warn(key, "\"" + text + "\" looks like a variable that was not expanded");
    }
  }

  static String show(JsonNode value) {
    String text = value.toString();
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
