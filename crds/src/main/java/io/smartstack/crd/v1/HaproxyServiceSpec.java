// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HAProxy's section for one service; names and meanings are those of synapse.conf.json. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record HaproxyServiceSpec(
    @JsonPropertyDescription(
            "Short for the directive mode http or mode tcp in listen. Default: as HAProxy's defaults say (tcp).")
        @Nullable HaproxyMode mode,
    @JsonPropertyDescription(
            "Directives for frontend and backend; each goes where HAProxy takes it.")
        @Size(max = 128)
        @Nullable List<String> listen,
    @JsonPropertyDescription("Directives for the frontend alone.") @Size(max = 128)
        @Nullable List<String> frontend,
    @JsonPropertyDescription("Directives for the backend alone.") @Size(max = 128)
        @Nullable List<String> backend,
    @JsonPropertyDescription(
            "Options of every server line, for instance: check inter 2s rise 3 fall 2.")
        @Size(max = 2048)
        @Nullable String serverOptions,
    @JsonPropertyDescription("Order of the server lines. Default: shuffle.")
        @Nullable BackendOrder backendOrder,
    @JsonPropertyDescription(
            "Address that callers connect to. Default: haproxy.bindAddress of the caller.")
        @Size(max = 255)
        @Nullable String bindAddress,
    @JsonPropertyDescription("Appended to the bind line.") @Size(max = 1024)
        @Nullable String bindOptions,
    @JsonPropertyDescription("Name of the backend section. Default: the service's name.")
        @Size(max = 255)
        @Nullable String backendName,
    @JsonPropertyDescription("Directives for the frontend that several services share.")
        @Size(max = 128)
        @Nullable List<String> sharedFrontend,
    @JsonPropertyDescription("What a server's cookie is. Default: name.")
        @Nullable CookieValueMethod cookieValueMethod,
    @JsonPropertyDescription("HAProxy gets nothing of this service. Default: false.")
        @Nullable Boolean disabled,
    @JsonPropertyDescription(
            "Ports of the frontend, first-last, instead of the one port; each connection goes to the backend's port.")
        @Pattern("^[1-9][0-9]{0,4}-[1-9][0-9]{0,4}$")
        @Nullable String portRange) {}
