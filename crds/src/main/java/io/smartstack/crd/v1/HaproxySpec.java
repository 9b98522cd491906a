// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Synapse's top-level haproxy section; paths, sockets and reloads are the operator's part in a pod.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record HaproxySpec(
    @JsonPropertyDescription("Lines of the global section, after the operator's own.")
        @Size(max = 128)
        @Nullable List<String> global,
    @JsonPropertyDescription(
            "Lines of the defaults section. Default: retries 3, timeouts of 5 s (connect) and 1 min (client, server), round robin.")
        @Size(max = 128)
        @Nullable List<String> defaults,
    @JsonPropertyDescription("Further sections by their heading, for instance: listen stats.")
        @Nullable Map<String, List<String>> extraSections,
    @JsonPropertyDescription("Address of every port that names none. Default: 127.0.0.1.")
        @Size(max = 255)
        @Nullable String bindAddress,
    @JsonPropertyDescription("Lines of the frontend that several services share.") @Size(max = 128)
        @Nullable List<String> sharedFrontend,
    @JsonPropertyDescription("Shortest time between two reloads, in seconds. Default: 2.")
        @Min(0)
        @Max(3600)
        @Nullable Double restartInterval,
    @JsonPropertyDescription("Share of restartInterval added at random. Default: 0.")
        @Min(0)
        @Max(100)
        @Nullable Double restartJitter,
    @JsonPropertyDescription(
            "Seconds that a backend that is gone stays remembered. Default: 86400.")
        @Min(1)
        @Nullable Integer stateFileTtl,
    @JsonPropertyDescription("Seeds the shuffled order. Default: random.")
        @Nullable Long serverOrderSeed,
    @JsonPropertyDescription("Largest number given to a server. Default: 65535.") @Min(1)
        @Nullable Integer maxServerId,
    @JsonPropertyDescription("A backend's weight becomes its HAProxy weight. Default: false.")
        @Nullable Boolean useNerveWeights) {}
