// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a member's volume claim. */
public enum ReclaimPolicy {
  /** It is kept. */
  @JsonProperty("retain")
  RETAIN,
  /** It is deleted. */
  @JsonProperty("delete")
  DELETE
}
