// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a server's cookie is ({@code cookie_value_method}). */
public enum CookieValueMethod {
  /** The server's name. */
  @JsonProperty("name")
  NAME,
  /** Its SHA-1. */
  @JsonProperty("hash")
  HASH
}
