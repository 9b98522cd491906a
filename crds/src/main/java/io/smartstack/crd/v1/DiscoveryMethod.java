// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where backends are found ({@code discovery.method}). */
public enum DiscoveryMethod {
  /** Below the service's znode. */
  @JsonProperty("zookeeper")
  ZOOKEEPER,
  /** Nowhere: the default servers are all there is. */
  @JsonProperty("base")
  BASE
}
