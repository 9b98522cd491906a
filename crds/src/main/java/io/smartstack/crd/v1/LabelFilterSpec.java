// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A condition on a backend's labels. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LabelFilterSpec(
    @JsonPropertyDescription("Name of the label.") @Required @Size(min = 1, max = 255) String label,
    @JsonPropertyDescription("Value it is compared with; JSON types count.") @Required
        JsonNode value,
    @JsonPropertyDescription("How it is compared.") @Default("equals") FilterCondition condition) {

  /** Fills in the defaults, as the API server does. */
  public LabelFilterSpec {
    condition = condition == null ? FilterCondition.EQUALS : condition;
  }
}
