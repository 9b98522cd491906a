// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.NerveServiceConfig;
import io.smartstack.sidecar.config.RateLimitConfig;
import io.smartstack.sidecar.config.ReporterConfig;
import io.smartstack.sidecar.config.ReporterConfig.NodeType;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The walkthrough's service, reported in the ways the tests need. */
record ReportedService(
    List<String> hosts,
    NodeType type,
    boolean pathEncoding,
    int port,
    @Nullable Integer weight,
    @Nullable Duration ttl) {

  static final String PARENT = "/nerve/services/simple_http_service/services";
  static final String MACHINE = "service_a_node_1";

  static ReportedService at(List<String> hosts) {
    return new ReportedService(hosts, NodeType.EPHEMERAL_SEQUENTIAL, false, 8000, null, null);
  }

  ReportedService type(NodeType other) {
    return new ReportedService(hosts, other, pathEncoding, port, weight, ttl);
  }

  ReportedService encoded() {
    return new ReportedService(hosts, type, true, port, weight, ttl);
  }

  ReportedService port(int other) {
    return new ReportedService(hosts, type, pathEncoding, other, weight, ttl);
  }

  ReportedService weight(int other) {
    return new ReportedService(hosts, type, pathEncoding, port, other, ttl);
  }

  ReportedService ttl(Duration other) {
    return new ReportedService(hosts, type, pathEncoding, port, weight, other);
  }

  NerveServiceConfig config() {
    return config(PARENT);
  }

  NerveServiceConfig config(String parent) {
    return new NerveServiceConfig(
        "simple_http_service",
        "192.168.11.102",
        Port.of(port),
        new ReporterConfig.ZooKeeper(hosts, parent, pathEncoding, type, ttl),
        Duration.ofSeconds(2),
        false,
        List.of(),
        RateLimitConfig.unlimited(),
        weight,
        null,
        null);
  }
}
