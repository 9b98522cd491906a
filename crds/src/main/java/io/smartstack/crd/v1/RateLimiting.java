// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** Bounds how often a registration may change ({@code rate_limiting}). */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RateLimiting(
    @JsonPropertyDescription("Changes a second in the long run. Default: unlimited.")
        @Min(value = 0, inclusive = false)
        @Nullable Double averageRate,
    @JsonPropertyDescription("Changes at once. Default: unlimited.") @Min(1)
        @Nullable Double maxBurst,
    @JsonPropertyDescription("Only counts what would have been held back.") @Default("true")
        Boolean shadowMode) {

  /** Fills in the defaults, as the API server does. */
  public RateLimiting {
    shadowMode = shadowMode == null || shadowMode;
  }
}
