// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where Nerve reports to ({@code reporter_type}). */
public enum Reporter {
  /** A znode. */
  @JsonProperty("zookeeper")
  ZOOKEEPER,
  /** Nowhere. */
  @JsonProperty("base")
  BASE
}
