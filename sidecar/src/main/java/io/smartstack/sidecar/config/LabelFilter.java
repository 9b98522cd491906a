// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A condition on a backend's labels ({@code label_filters[]}).
 *
 * @param label the label's name
 * @param value the value it is compared with; JSON types count, as they do in Synapse
 * @param condition how; a backend without the label fails {@code EQUALS} and passes {@code
 *     NOT_EQUALS}
 */
public record LabelFilter(String label, JsonNode value, Condition condition) {

  /** How a label is compared. */
  public enum Condition {
    EQUALS,
    NOT_EQUALS
  }
}
