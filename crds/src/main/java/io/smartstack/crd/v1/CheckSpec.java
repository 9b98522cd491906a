// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One health check; names and meanings are those of nerve.conf.json. */
@ValidationRule(
    value = "(self.type == 'http') == has(self.uri)",
    message = "an http check needs a uri, and only an http check has one")
@ValidationRule(
    value =
        "self.type == 'http' || !(has(self.expect) || has(self.headers) || has(self.openTimeout) || has(self.ssl) || has(self.sslTimeout))",
    message = "expect, headers, openTimeout, ssl and sslTimeout belong to http checks")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record CheckSpec(
    @JsonPropertyDescription(
            "http: a GET that must answer 200–399. tcp: a connect. noop: always passes.")
        @Required
        CheckType type,
    @JsonPropertyDescription("Name in the logs. An http check is named after what it asks.")
        @Size(max = 255)
        @Nullable String name,
    @JsonPropertyDescription("Address asked. Default: the pod's.") @Size(max = 255)
        @Nullable String host,
    @JsonPropertyDescription("Port asked. Default: the service's.") @Min(1) @Max(65535)
        @Nullable Integer port,
    @JsonPropertyDescription("Path that an http check asks for.") @Pattern("^/.*") @Size(max = 2048)
        @Nullable String uri,
    @JsonPropertyDescription("For the whole check, in seconds.")
        @Default("0.1")
        @Min(0.001)
        @Max(300)
        Double timeout,
    @JsonPropertyDescription("Successes in a row after which a failing check passes.")
        @Default("1")
        @Min(1)
        @Max(1000)
        Integer rise,
    @JsonPropertyDescription("Failures in a row after which a passing check fails.")
        @Default("1")
        @Min(1)
        @Max(1000)
        Integer fall,
    @JsonPropertyDescription("Text that the answer to an http check must contain.")
        @Size(max = 1024)
        @Nullable String expect,
    @JsonPropertyDescription("Sent with an http check.") @Nullable Map<String, String> headers,
    @JsonPropertyDescription("For connecting, in seconds, http. Default: 0.2.")
        @Min(0.001)
        @Max(300)
        @Nullable Double openTimeout,
    @JsonPropertyDescription(
            "Asks over TLS without verifying the certificate, http. Default: false.")
        @Nullable Boolean ssl,
    @JsonPropertyDescription("For the TLS handshake, in seconds, http. Default: 0.2.")
        @Min(0.001)
        @Max(300)
        @Nullable Double sslTimeout) {

  /** Fills in the defaults, as the API server does. */
  public CheckSpec {
    timeout = timeout == null ? Double.valueOf(0.1) : timeout;
    rise = rise == null ? Integer.valueOf(1) : rise;
    fall = fall == null ? Integer.valueOf(1) : fall;
  }
}
