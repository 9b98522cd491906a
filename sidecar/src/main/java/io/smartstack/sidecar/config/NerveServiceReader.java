// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartstack.sidecar.backend.Port;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one service of {@code nerve.conf.json}. */
final class NerveServiceReader {

  private NerveServiceReader() {}

  static NerveServiceConfig read(String name, Section service, @Nullable String hostOverride) {
    String host = hostOverride == null ? host(service) : hostOverride;
    Port port = port(service);
    service.skip("host");
    NerveServiceConfig config =
        new NerveServiceConfig(
            name,
            host,
            port,
            ReporterReader.read(service),
            service.seconds("check_interval", Duration.ofMillis(500), false),
            service.flag("check_mocked", false),
            checks(name, service, host, port),
            rateLimit(service),
            weight(service),
            service.text("haproxy_server_options"),
            service.values("labels"));
    if (service.has("max_repeated_report_failures")) {
      service.skip("max_repeated_report_failures");
      service.warn("max_repeated_report_failures", "counts only at the top of the file, ignored");
    }
    return config;
  }

  private static String host(Section service) {
    String host = Addresses.host(service, "host", "");
    if (service.take("host") == null) {
      service.missing("host", "the host name or address published to callers");
    }
    return host;
  }

  private static Port port(Section service) {
    Port port = service.port("port");
    if (service.take("port") == null) {
      service.missing("port", "the port published to callers");
    }
    return port == null ? Port.of(1) : port;
  }

  private static List<CheckConfig> checks(String name, Section service, String host, Port port) {
    List<CheckConfig> checks = new ArrayList<>();
    for (Section check : service.sections("checks")) {
      CheckConfig config = CheckReader.read(name, check, host, port);
      if (config != null) {
        checks.add(config);
      }
    }
    return List.copyOf(checks);
  }

  private static RateLimitConfig rateLimit(Section service) {
    RateLimitConfig none = RateLimitConfig.unlimited();
    Section limit = service.section("rate_limiting");
    if (limit == null) {
      return none;
    }
    RateLimitConfig config =
        new RateLimitConfig(
            limit.positive("average_rate", none.averageRate()),
            limit.number("max_burst", none.maxBurst(), 1),
            limit.flag("shadow_mode", none.shadowMode()));
    limit.done();
    return config;
  }

  /** Unlike elsewhere a null is refused: the original stops at it, too. */
  private static @Nullable Integer weight(Section service) {
    String key = "weight";
    JsonNode value = service.take(key);
    if (value == null) {
      if (service.has(key)) {
        service.problem(key, "expected a whole number ≥ 0, got null; leave the key out for none");
      }
      return null;
    }
    return service.whole(key, 0, 0, Integer.MAX_VALUE);
  }
}
