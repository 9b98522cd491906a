// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** One registered backend. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BackendStatus(
    @JsonPropertyDescription("Instance id: the pod, or the machine.") @Nullable String name,
    @JsonPropertyDescription("host:port that callers use.") @Nullable String address,
    @JsonPropertyDescription("The pod's node; none for a machine outside the cluster.")
        @Nullable String node,
    @JsonPropertyDescription("When it was registered, RFC 3339.") @Nullable String since) {}
