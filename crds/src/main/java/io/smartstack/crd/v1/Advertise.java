// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which address is registered. */
public enum Advertise {
  /** The pod's own. */
  @JsonProperty("pod")
  POD,
  /** That of the pod's node. */
  @JsonProperty("node")
  NODE
}
