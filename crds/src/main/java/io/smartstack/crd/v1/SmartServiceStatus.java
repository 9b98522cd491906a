// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has become of a service. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SmartServiceStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Parent znode of the registrations.") @Nullable String zkPath,
    @JsonPropertyDescription("Fingerprint of the files that sidecars should have.")
        @Nullable String configuration,
    @JsonPropertyDescription("Pods that provide or call for this service by their label.")
        @Nullable Integer pods,
    @JsonPropertyDescription("Those of them that have a sidecar.") @Nullable Integer injected,
    @JsonPropertyDescription(
            "Backends that are registered and healthy now, as ZooKeeper says; those outside the cluster count too.")
        @Nullable Integer up,
    @JsonPropertyDescription("Sidecars that route to this service now.") @Nullable Integer callers,
    @JsonPropertyDescription(
            "Callers that keep earlier backends because the registry shows none or does not answer.")
        @Nullable Integer stale,
    @JsonPropertyDescription(
            "Sidecars that have not taken in the present configuration, or are of another version.")
        @Nullable Integer outOfDate,
    @JsonPropertyDescription(
            "Injected pods whose application keeps a preStop of its own, so that it may be told to stop before callers have let go of it.")
        @Nullable Integer unprotected,
    @JsonPropertyDescription("Pods that should have a sidecar and have none, at most 20.")
        @Nullable List<String> missed,
    @JsonPropertyDescription("Registered backends, at most 50.")
        @Nullable List<BackendStatus> backends,
    @JsonPropertyDescription("Ready, Injected, Registered, Degraded.")
        @Nullable List<Condition> conditions) {}
