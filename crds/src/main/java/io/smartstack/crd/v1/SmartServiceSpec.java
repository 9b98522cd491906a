// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wanted of a service. */
@ValidationRule(
    value = "has(self.nerve) || has(self.synapse) || (has(self.uses) && size(self.uses) > 0)",
    message =
        "a SmartService provides something (nerve), is found somewhere (synapse) or uses something (uses); this one does none of it")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SmartServiceSpec(
    @JsonPropertyDescription("The ZooKeeper ensemble in which the service is registered.") @Required
        EnsembleReference ensemble,
    @JsonPropertyDescription(
            "How pods with the label smartstack.io/service provide this service: Nerve checks it and keeps its registration. Leave it out for a service that only calls others, or that machines outside this cluster provide.")
        @Nullable NerveSpec nerve,
    @JsonPropertyDescription(
            "How callers find this service: Synapse's section for it. A service that others use needs it.")
        @Nullable SynapseSpec synapse,
    @JsonPropertyDescription("The services that this one calls, each at localhost:<its port>.")
        @Size(max = 64)
        List<UsedService> uses,
    @JsonPropertyDescription(
            "Parent znode of the registrations, absolute. Default: /nerve/services/<name>.<namespace>/services. Callers and machines outside the cluster that share the service use the same path.")
        @Pattern("^(/[^/]+)+$")
        @Nullable String zkPath,
    @JsonPropertyDescription(
            "What HAProxy in this service's pods is told besides its services: Synapse's top-level haproxy section.")
        @Nullable HaproxySpec haproxy,
    @JsonPropertyDescription("The two containers that are put into each pod.")
        @Nullable SidecarSpec sidecar,
    @JsonPropertyDescription(
            "What happens to pods that should have a sidecar and have none, because the webhook was away when they were made. none: they are listed in the status. restart: those that a controller owns are evicted, one at a time, through the eviction API; bare pods and Jobs' pods are only listed.")
        @Default("none")
        Repair repair) {

  /** Fills in the defaults, as the API server does. */
  public SmartServiceSpec {
    uses = uses == null ? List.of() : List.copyOf(uses);
    repair = repair == null ? Repair.NONE : repair;
  }
}
