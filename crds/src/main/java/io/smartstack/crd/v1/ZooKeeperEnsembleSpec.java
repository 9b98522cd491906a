// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wanted of an ensemble. */
@ValidationRule(
    value = "self.replicas % 2 == 1",
    message =
        "replicas must be odd: an even ensemble tolerates no more failures than the odd one below it",
    fieldPath = ".replicas")
@ValidationRule(
    value =
        "!has(self.config) || !self.config.exists(k, k.matches('^(server[.]|group[.]|weight[.]|ssl|authProvider|quorum[.]auth|DigestAuth|dataDir$|dataLogDir$|clientPort|secureClientPort|dynamicConfigFile$|standaloneEnabled$|reconfigEnabled$|skipACL$|admin[.]|4lw[.]|peerType$)'))",
    message =
        "config names a setting that the operator decides: data directories, ports, members, reconfiguration, authentication and TLS",
    fieldPath = ".config")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ZooKeeperEnsembleSpec(
    @JsonPropertyDescription(
            "Members, an odd number: an even one tolerates no more failures than the odd one below it. 3 tolerate the loss of one, 5 of two.")
        @Default("3")
        @Min(1)
        @Max(9)
        @SpecReplicas
        Integer replicas,
    @JsonPropertyDescription(
            "ZooKeeper's version: the tag of the operator's ZooKeeper image. At least 3.6.")
        @Default("3.9.5")
        @Pattern("^[0-9]+\\.[0-9]+\\.[0-9]+([-.][A-Za-z0-9.]+)?$")
        String version,
    @JsonPropertyDescription(
            "Image to use instead of the operator's, for instance the official one; version then only names what it holds.")
        @Size(max = 512)
        @Nullable String image,
    @JsonPropertyDescription(
            "Where members keep their data. Cannot be changed afterwards, except for reclaimPolicy.")
        @Default("{}")
        StorageSpec storage,
    @JsonPropertyDescription(
            "Of each member. Default: 100m CPU and 384Mi requested, 384Mi at most.")
        @Nullable ResourceRequirements resources,
    @JsonPropertyDescription(
            "Options for the Java virtual machine, after the operator's own. Default heap: 256 MiB.")
        @Size(max = 64)
        @Nullable List<String> jvmOptions,
    @JsonPropertyDescription(
            "Settings of zoo.cfg, as ZooKeeper's administrator's guide names them: tickTime, initLimit, syncLimit, maxClientCnxns, autopurge.snapRetainCount and so on. Those that the operator decides are refused.")
        @Nullable Map<String, String> config,
    @JsonPropertyDescription("Where members run. Default: spread over the nodes.")
        @Nullable PlacementSpec placement,
    @JsonPropertyDescription("Stops every member and keeps the data.") @Default("false")
        Boolean stopped) {

  /** Fills in the defaults, as the API server does. */
  public ZooKeeperEnsembleSpec {
    replicas = replicas == null ? Integer.valueOf(3) : replicas;
    version = version == null ? "3.9.5" : version;
    storage =
        storage == null
            ? new StorageSpec(new Quantity("1Gi"), null, ReclaimPolicy.RETAIN, false)
            : storage;
    stopped = stopped != null && stopped;
  }
}
