// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What HAProxy understands of the traffic. */
public enum HaproxyMode {
  /** Requests. */
  @JsonProperty("http")
  HTTP,
  /** Connections. */
  @JsonProperty("tcp")
  TCP
}
