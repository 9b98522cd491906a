// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Kind of znode ({@code node_type}). */
public enum NodeType {
  /** Goes with its session, numbered. */
  @JsonProperty("ephemeral_sequential")
  EPHEMERAL_SEQUENTIAL,
  /** Stays, numbered. */
  @JsonProperty("persistent_sequential")
  PERSISTENT_SEQUENTIAL,
  /** Stays. */
  @JsonProperty("persistent")
  PERSISTENT,
  /** Goes with its session. */
  @JsonProperty("ephemeral")
  EPHEMERAL
}
