// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Kind of check. */
public enum CheckType {
  /** A GET that must answer 200–399. */
  @JsonProperty("http")
  HTTP,
  /** A connect. */
  @JsonProperty("tcp")
  TCP,
  /** Always passes. */
  @JsonProperty("noop")
  NOOP
}
