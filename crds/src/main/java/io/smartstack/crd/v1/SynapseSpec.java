// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How Synapse finds the service for its callers; names and meanings are those of synapse.conf.json.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SynapseSpec(
    @JsonPropertyDescription(
            "Where callers find the service on localhost. Without it there is no port of its own (see haproxy.sharedFrontend).")
        @Min(1)
        @Max(65535)
        @Nullable Integer port,
    @JsonPropertyDescription("HAProxy's section for the service.")
        @Nullable HaproxyServiceSpec haproxy,
    @JsonPropertyDescription("Used when nothing is registered.") @Size(max = 256)
        @Nullable List<DefaultServer> defaultServers,
    @JsonPropertyDescription("Uses the default servers beside registered ones, too.")
        @Default("false")
        Boolean keepDefaultServers,
    @JsonPropertyDescription("Keeps the last backends when all vanish at once.") @Default("true")
        Boolean usePreviousBackends,
    @JsonPropertyDescription("Port of every backend, whatever is registered.") @Min(1) @Max(65535)
        @Nullable Integer backendPortOverride,
    @JsonPropertyDescription("Uses only the backend with the smallest number.") @Default("false")
        Boolean leaderElection,
    @JsonPropertyDescription("Only backends whose labels pass all of these.") @Size(max = 32)
        @Nullable List<LabelFilterSpec> labelFilters,
    @JsonPropertyDescription("Finer points of discovery.") @Nullable DiscoverySpec discovery) {

  /** Fills in the defaults, as the API server does. */
  public SynapseSpec {
    keepDefaultServers = keepDefaultServers != null && keepDefaultServers;
    usePreviousBackends = usePreviousBackends == null || usePreviousBackends;
    leaderElection = leaderElection != null && leaderElection;
  }
}
