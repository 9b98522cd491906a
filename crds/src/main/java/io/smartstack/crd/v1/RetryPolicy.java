// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** How failed reads are repeated ({@code retry_policy}). */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RetryPolicy(
    @JsonPropertyDescription("Attempts. Default: 10.") @Min(1) @Nullable Integer maxAttempts,
    @JsonPropertyDescription("Seconds in all. Default: 600.") @Min(0) @Nullable Double maxDelay,
    @JsonPropertyDescription("Seconds before the first repetition. Default: 0.5.") @Min(0)
        @Nullable Double baseInterval,
    @JsonPropertyDescription("Longest pause in seconds. Default: 60.") @Min(0)
        @Nullable Double maxInterval) {}
