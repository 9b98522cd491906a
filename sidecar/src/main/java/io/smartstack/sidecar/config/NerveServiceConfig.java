// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartstack.sidecar.backend.Port;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One service that Nerve checks and reports.
 *
 * @param name the service's key in the file
 * @param host address published to callers
 * @param port port published to callers, in the JSON type it was written in
 * @param reporter where it is published
 * @param checkInterval pause between two rounds of checks, default 500 ms
 * @param checkMocked whether checks are skipped and taken as passed, default false
 * @param checks all must pass; none means always up
 * @param rateLimit bounds how often the status may change
 * @param weight 0 or more, null to publish none
 * @param haproxyServerOptions published as it is, null for none
 * @param labels published as they are, null for none
 */
public record NerveServiceConfig(
    String name,
    String host,
    Port port,
    ReporterConfig reporter,
    Duration checkInterval,
    boolean checkMocked,
    List<CheckConfig> checks,
    RateLimitConfig rateLimit,
    @Nullable Integer weight,
    @Nullable String haproxyServerOptions,
    @Nullable Map<String, JsonNode> labels) {}
