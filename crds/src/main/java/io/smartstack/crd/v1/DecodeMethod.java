// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a registration is read ({@code decode.method}). */
public enum DecodeMethod {
  /** As Nerve writes it. */
  @JsonProperty("nerve")
  NERVE,
  /** As Twitter's server sets do. */
  @JsonProperty("serverset")
  SERVERSET
}
