// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.config.LabelFilter;
import java.util.List;
import java.util.Map;

/** Which backends a service's label filters let through. */
final class LabelFilters {

  private LabelFilters() {}

  /** Whether the backend matches all filters; a label it does not have counts as null. */
  static boolean pass(List<LabelFilter> filters, Backend backend) {
    Map<String, JsonNode> labels = backend.labels() == null ? Map.of() : backend.labels();
    return filters.stream().allMatch(filter -> passes(filter, labels));
  }

  private static boolean passes(LabelFilter filter, Map<String, JsonNode> labels) {
    boolean same =
        sameInRuby(labels.getOrDefault(filter.label(), NullNode.getInstance()), filter.value());
    return switch (filter.condition()) {
      case EQUALS -> same;
      case NOT_EQUALS -> !same;
    };
  }

  /** Ruby's {@code ==} on JSON values: types count, but 1 equals 1.0, at any depth. */
  static boolean sameInRuby(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return a.decimalValue().compareTo(b.decimalValue()) == 0;
    }
    if (a.isArray() && b.isArray() && a.size() == b.size()) {
      for (int i = 0; i < a.size(); i++) {
        if (!sameInRuby(a.get(i), b.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (a.isObject() && b.isObject() && a.size() == b.size()) {
      return a.properties().stream()
          .allMatch(e -> b.has(e.getKey()) && sameInRuby(e.getValue(), b.get(e.getKey())));
    }
    return a.equals(b);
  }
}
