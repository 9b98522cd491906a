// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a label is compared ({@code condition}). */
public enum FilterCondition {
  /** Equal. */
  @JsonProperty("equals")
  EQUALS,
  /** Not equal, or absent. */
  @JsonProperty("not-equals")
  NOT_EQUALS
}
