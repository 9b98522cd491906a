// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gathers what is wrong and what is odd in a file, and gives it back in the file's order. */
final class Findings {

  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  void problem(String path, String message) {
    problems.add(new Problem(path, message));
  }

  void warning(String path, String message) {
    warnings.add(new Problem(path, message));
  }

  /** Refuses a file that cannot be read far enough to have an order. */
  ConfigException refusal(String source) {
    return new ConfigException(source, problems);
  }

  /** Accepts {@code config} when there is no problem, refuses the whole otherwise. */
  <T> Loaded<T> accept(String source, JsonNode tree, T config) throws ConfigException {
    Map<String, Integer> order = new HashMap<>();
    if (problems.size() > 1 || warnings.size() > 1) {
      number(tree, "", order);
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(source, sorted(problems, order));
    }
    return new Loaded<>(config, sorted(warnings, order));
  }

  /** The path of a field of the object at {@code path}. */
  static String field(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** The path of an element of the list at {@code path}. */
  static String element(String path, int index) {
    return path + "[" + index + "]";
  }

  private static List<Problem> sorted(List<Problem> found, Map<String, Integer> order) {
    return found.stream().sorted(Comparator.comparingInt(p -> place(p.path(), order))).toList();
  }

  /** Where a value stands; for one that is missing, where the object it is missing in stands. */
  private static int place(String path, Map<String, Integer> order) {
    String at = path;
    while (!at.isEmpty() && !order.containsKey(at)) {
      at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
    }
    return order.getOrDefault(at, 0);
  }

  private static void number(JsonNode node, String path, Map<String, Integer> order) {
    order.putIfAbsent(path, order.size());
    if (node.isObject()) {
      node.properties().forEach(e -> number(e.getValue(), field(path, e.getKey()), order));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      number(node.get(i), element(path, i), order);
    }
  }
}
