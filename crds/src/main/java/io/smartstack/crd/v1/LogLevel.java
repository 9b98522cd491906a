// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How much the sidecar logs. */
public enum LogLevel {
  /** What is lost. */
  @JsonProperty("error")
  ERROR,
  /** And what is wrong. */
  @JsonProperty("warn")
  WARN,
  /** And what changes. */
  @JsonProperty("info")
  INFO,
  /** And why. */
  @JsonProperty("debug")
  DEBUG,
  /** Everything. */
  @JsonProperty("trace")
  TRACE
}
