// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Finer points of discovery; names and meanings are those of synapse.conf.json. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DiscoverySpec(
    @JsonPropertyDescription(
            "Upper bound, in seconds, of the pause between discoveries in quick succession. Default: 0.")
        @Min(0)
        @Max(120)
        @Nullable Double discoveryJitter,
    @JsonPropertyDescription("How failed reads are repeated.") @Nullable RetryPolicy retryPolicy,
    @JsonPropertyDescription(
            "Znode whose data may replace the haproxy section, or disabled. Default: the service's path.")
        @Size(max = 1024)
        @Pattern("^(/.*|disabled)$")
        @Nullable String generatorConfigPath,
    @JsonPropertyDescription("How a registration is read. Default: nerve.")
        @Nullable DecodeMethod decodeMethod,
    @JsonPropertyDescription("Which endpoint of a serverset.") @Size(max = 255)
        @Nullable String endpointName,
    @JsonPropertyDescription(
            "zookeeper, or base: nothing is looked up, the default servers are all there is. Default: zookeeper.")
        @Nullable DiscoveryMethod method,
    @JsonPropertyDescription(
            "Finds the service this many times, as <name>_0, <name>_1 and so on, for load tests.")
        @Min(0)
        @Max(10000)
        @Nullable Integer loadTestConcurrency) {}
