// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Order of the server lines ({@code backend_order}). */
public enum BackendOrder {
  /** At random. */
  @JsonProperty("shuffle")
  SHUFFLE,
  /** By name. */
  @JsonProperty("asc")
  ASC,
  /** By name, backwards. */
  @JsonProperty("desc")
  DESC,
  /** As discovered. */
  @JsonProperty("no_shuffle")
  NO_SHUFFLE
}
