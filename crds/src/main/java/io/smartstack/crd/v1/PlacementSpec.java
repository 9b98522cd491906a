// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where members run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PlacementSpec(
    @JsonPropertyDescription("Labels that a node must have.")
        @Nullable Map<String, String> nodeSelector,
    @JsonPropertyDescription(
            "Affinity; replaces the default, which keeps members on different nodes where it can.")
        @Nullable Affinity affinity,
    @JsonPropertyDescription("Taints that members tolerate.")
        @Nullable List<Toleration> tolerations,
    @JsonPropertyDescription("Replaces the default spread over nodes.")
        @Nullable List<TopologySpreadConstraint> topologySpreadConstraints) {}
