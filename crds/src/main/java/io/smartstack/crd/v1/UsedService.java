// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service that this one calls. Whatever is given here replaces what that service's own synapse
 * says.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record UsedService(
    @JsonPropertyDescription("Name of the SmartService.") @Required @Size(min = 1, max = 63)
        String name,
    @JsonPropertyDescription("Its namespace. Default: that of the caller.") @Size(max = 63)
        @Nullable String namespace,
    @JsonPropertyDescription(
            "Where callers find the service on localhost. Without it there is no port of its own (see haproxy.sharedFrontend).")
        @Min(1)
        @Max(65535)
        @Nullable Integer port,
    @JsonPropertyDescription("HAProxy's section for the service.")
        @Nullable HaproxyServiceSpec haproxy,
    @JsonPropertyDescription("Used when nothing is registered.") @Size(max = 256)
        @Nullable List<DefaultServer> defaultServers,
    @JsonPropertyDescription(
            "Uses the default servers beside registered ones, too. Default: as the service says.")
        @Nullable Boolean keepDefaultServers,
    @JsonPropertyDescription(
            "Keeps the last backends when all vanish at once. Default: as the service says.")
        @Nullable Boolean usePreviousBackends,
    @JsonPropertyDescription("Port of every backend, whatever is registered.") @Min(1) @Max(65535)
        @Nullable Integer backendPortOverride,
    @JsonPropertyDescription(
            "Uses only the backend with the smallest number. Default: as the service says.")
        @Nullable Boolean leaderElection,
    @JsonPropertyDescription("Only backends whose labels pass all of these.") @Size(max = 32)
        @Nullable List<LabelFilterSpec> labelFilters,
    @JsonPropertyDescription("Finer points of discovery.") @Nullable DiscoverySpec discovery) {

  /** An empty namespace is none: the schema needs a value, because it tells entries apart by it. */
  public UsedService {
    namespace = namespace == null || namespace.isEmpty() ? null : namespace;
  }
}
