// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How log lines look. */
public enum LogFormat {
  /** Text. */
  @JsonProperty("plain")
  PLAIN,
  /** One JSON object each. */
  @JsonProperty("json")
  JSON
}
