// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.smartstack.sidecar.config.LabelFilter.Condition;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code label_filters}, and the deprecated {@code label_filter} before them. */
final class LabelFilterReader {

  private LabelFilterReader() {}

  static List<LabelFilter> read(Section discovery) {
    String old = "label_filter";
    List<LabelFilter> filters = new ArrayList<>();
    JsonNode single = discovery.take(old);
    if (single != null) {
      discovery.warn(old, "deprecated, use label_filters, a list");
      Section filter = single.isArray() ? null : discovery.section(old);
      if (filter != null) {
        filters.add(filter(filter));
      } else if (single.isArray()) {
        discovery.sections(old).forEach(each -> filters.add(filter(each)));
      }
    }
    discovery.sections("label_filters").forEach(each -> filters.add(filter(each)));
    return List.copyOf(filters);
  }

  private static LabelFilter filter(Section filter) {
    String label = filter.needText("label", "a label's name");
    JsonNode value = filter.take("value");
    if (!filter.has("value")) {
      filter.missing("value", "the value to compare with");
    }
    if (filter.take("condition") == null) {
      filter.missing("condition", "equals or not-equals");
    }
    Condition condition = Words.need(filter, "condition", '-', Condition.EQUALS);
    filter.done();
    return new LabelFilter(label, value == null ? NullNode.instance : value, condition);
  }
}
