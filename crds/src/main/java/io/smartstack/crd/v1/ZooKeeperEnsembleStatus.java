// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has become of an ensemble. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ZooKeeperEnsembleStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Members that are in the ensemble.") @StatusReplicas
        @Nullable Integer replicas,
    @JsonPropertyDescription("Those of them that serve.") @Nullable Integer readyReplicas,
    @JsonPropertyDescription("Serving members of wanted ones, for instance 3/3.")
        @Nullable String ready,
    @JsonPropertyDescription("The pod that leads.") @Nullable String leader,
    @JsonPropertyDescription("Version that every member runs.") @Nullable String version,
    @JsonPropertyDescription("Each member.") @Nullable List<MemberStatus> members,
    @JsonPropertyDescription("What clients connect to.") @Nullable String connectString,
    @JsonPropertyDescription("Selects the members' pods.") @LabelSelector @Nullable String selector,
    @JsonPropertyDescription("Ready, Progressing, Degraded.")
        @Nullable List<Condition> conditions) {}
