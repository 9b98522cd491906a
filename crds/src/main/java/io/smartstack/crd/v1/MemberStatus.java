// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** One member of an ensemble. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record MemberStatus(
    @JsonPropertyDescription("Its pod.") @Nullable String name,
    @JsonPropertyDescription("Its number in the ensemble (myid).") @Nullable Integer id,
    @JsonPropertyDescription("leader, follower, observer, joining, or down.") @Nullable String mode,
    @JsonPropertyDescription("The node it runs on.") @Nullable String node,
    @JsonPropertyDescription("Whether it serves.") @Nullable Boolean ready) {}
