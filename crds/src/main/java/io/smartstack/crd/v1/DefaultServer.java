// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server that is used when nothing is registered. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DefaultServer(
    @JsonPropertyDescription("Address or host name.") @Required @Size(min = 1, max = 255)
        String host,
    @JsonPropertyDescription("Port. May be left out where backendPortOverride is given.")
        @Min(1)
        @Max(65535)
        @Nullable Integer port,
    @JsonPropertyDescription("Name of the server.") @Size(max = 255) @Nullable String name,
    @JsonPropertyDescription("Number of the server.") @Min(0) @Nullable Integer id,
    @JsonPropertyDescription("Its weight.") @Min(0) @Max(65535) @Nullable Integer weight,
    @JsonPropertyDescription("Appended to its server line.") @Size(max = 1024)
        @Nullable String haproxyServerOptions,
    @JsonPropertyDescription("Its labels.") @Nullable Map<String, JsonNode> labels) {}
