// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which ensemble a service is registered in: one of this cluster by name, or any other by its
 * hosts.
 */
@ValidationRule(
    value = "has(self.name) != (has(self.hosts) && size(self.hosts) > 0)",
    message =
        "either name (a ZooKeeperEnsemble of this cluster) or hosts (an ensemble elsewhere) is needed, not both")
@ValidationRule(
    value = "!has(self.namespace) || has(self.name)",
    message = "namespace goes with name")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record EnsembleReference(
    @JsonPropertyDescription("Name of a ZooKeeperEnsemble.") @Size(min = 1, max = 53)
        @Nullable String name,
    @JsonPropertyDescription("Its namespace. Default: that of the SmartService.")
        @Size(min = 1, max = 63)
        @Nullable String namespace,
    @JsonPropertyDescription(
            "host:port of the servers of an ensemble that this operator does not run, for instance one on machines outside the cluster.")
        @Size(max = 32)
        @Nullable
            List<
                @Size(max = 300) @Pattern("^([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5}$")
                String>
            hosts) {

  /** Fills in the defaults, as the API server does. */
  public EnsembleReference {
    hosts = hosts == null || hosts.isEmpty() ? null : List.copyOf(hosts);
  }
}
