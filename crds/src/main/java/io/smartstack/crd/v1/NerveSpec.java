// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How Nerve checks and registers the service; names and meanings are those of nerve.conf.json. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record NerveSpec(
    @JsonPropertyDescription("Port on which the application listens, and that callers are told.")
        @Required
        @Min(1)
        @Max(65535)
        Integer port,
    @JsonPropertyDescription("Pause between two rounds of checks, in seconds.")
        @Default("0.5")
        @Min(0.01)
        @Max(3600)
        Double checkInterval,
    @JsonPropertyDescription("All must pass. None means always up.") @Size(max = 16)
        List<CheckSpec> checks,
    @JsonPropertyDescription("Skips the checks and takes them as passed.") @Default("false")
        Boolean checkMocked,
    @JsonPropertyDescription(
            "Published with the registration; callers with haproxy.useNerveWeights use it.")
        @Min(0)
        @Max(65535)
        @Nullable Integer weight,
    @JsonPropertyDescription("Published with the registration; callers select by labelFilters.")
        @Nullable Map<String, JsonNode> labels,
    @JsonPropertyDescription("HAProxy options that callers append to the server line of each pod.")
        @Size(max = 1024)
        @Nullable String haproxyServerOptions,
    @JsonPropertyDescription("Bounds how often a pod's registration may change.")
        @Nullable RateLimiting rateLimiting,
    @JsonPropertyDescription(
            "Which address is registered: pod, the pod's own; or node, its node's, for callers that cannot reach pods (the pod then needs a hostPort equal to port, or hostNetwork).")
        @Default("pod")
        Advertise advertise,
    @JsonPropertyDescription("zookeeper registers; base only checks.") @Default("zookeeper")
        Reporter reporterType,
    @JsonPropertyDescription("Also writes the registration into the znode's name.")
        @Default("false")
        Boolean usePathEncoding,
    @JsonPropertyDescription("Kind of znode.") @Default("ephemeral_sequential") NodeType nodeType,
    @JsonPropertyDescription(
            "How often a persistent znode is rewritten, in seconds. Default: never.")
        @Min(0.1)
        @Max(604800)
        @Nullable Double ttlSeconds,
    @JsonPropertyDescription(
            "Registers the service this many times, as <name>_0, <name>_1 and so on, for load tests.")
        @Min(0)
        @Max(10000)
        @Nullable Integer loadTestConcurrency,
    @JsonPropertyDescription(
            "After this many failed reports in a row the service is said to be failing.")
        @Default("10")
        @Min(1)
        Integer maxRepeatedReportFailures,
    @JsonPropertyDescription("File below /run/smartstack that is touched while Nerve works.")
        @Size(max = 255)
        @Pattern("^/run/smartstack/[^/]+$")
        @Nullable String heartbeatPath) {

  /** Fills in the defaults, as the API server does. */
  public NerveSpec {
    checkInterval = checkInterval == null ? Double.valueOf(0.5) : checkInterval;
    checks = checks == null ? List.of() : List.copyOf(checks);
    checkMocked = checkMocked != null && checkMocked;
    advertise = advertise == null ? Advertise.POD : advertise;
    reporterType = reporterType == null ? Reporter.ZOOKEEPER : reporterType;
    usePathEncoding = usePathEncoding != null && usePathEncoding;
    nodeType = nodeType == null ? NodeType.EPHEMERAL_SEQUENTIAL : nodeType;
    maxRepeatedReportFailures =
        maxRepeatedReportFailures == null ? Integer.valueOf(10) : maxRepeatedReportFailures;
  }
}
