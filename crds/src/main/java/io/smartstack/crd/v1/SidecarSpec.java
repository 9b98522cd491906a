// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import org.jspecify.annotations.Nullable;

/** The two containers in each pod. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SidecarSpec(
    @JsonPropertyDescription(
            "Of the container smartstack (the JVM). Default: 20m CPU and 96Mi requested, 192Mi at most.")
        @Nullable ResourceRequirements resources,
    @JsonPropertyDescription("Of the container haproxy. Default: 20m CPU and 32Mi requested.")
        @Nullable ResourceRequirements haproxyResources,
    @JsonPropertyDescription("How much it logs.") @Default("info") LogLevel logLevel,
    @JsonPropertyDescription("How log lines look.") @Default("plain") LogFormat logFormat,
    @JsonPropertyDescription("Image of both containers. Default: the operator's.") @Size(max = 512)
        @Nullable String image) {

  /** Fills in the defaults, as the API server does. */
  public SidecarSpec {
    logLevel = logLevel == null ? LogLevel.INFO : logLevel;
    logFormat = logFormat == null ? LogFormat.PLAIN : logFormat;
  }
}
