// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to pods that should have a sidecar and have none. */
public enum Repair {
  /** They are listed in the status. */
  @JsonProperty("none")
  NONE,
  /** Those that a controller owns are evicted, one at a time. */
  @JsonProperty("restart")
  RESTART
}
