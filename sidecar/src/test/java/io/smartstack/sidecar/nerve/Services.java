// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.CheckConfig;
import io.smartstack.sidecar.config.NerveConfig;
import io.smartstack.sidecar.config.NerveServiceConfig;
import io.smartstack.sidecar.config.RateLimitConfig;
import io.smartstack.sidecar.config.ReporterConfig;
import io.smartstack.sidecar.config.ReporterConfig.NodeType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Configurations as tests want them. */
final class Services {

  static final Duration FAST = Duration.ofMillis(20);

  private Services() {}

  static NerveConfig nerve(NerveServiceConfig... services) {
    Map<String, NerveServiceConfig> byName = new LinkedHashMap<>();
    for (NerveServiceConfig service : services) {
      byName.put(service.name(), service);
    }
    return new NerveConfig("i", byName, null, 10);
  }

  static NerveServiceConfig service(String name, int port, CheckConfig... checks) {
    return service(name, port, null, NodeType.EPHEMERAL_SEQUENTIAL, checks);
  }

  static NerveServiceConfig service(
      String name, int port, @Nullable Integer weight, NodeType type, CheckConfig... checks) {
    return new NerveServiceConfig(
        name,
        "127.0.0.1",
        Port.of(port),
        new ReporterConfig.ZooKeeper(List.of("127.0.0.1:2181"), "/" + name, false, type, null),
        FAST,
        false,
        List.of(checks),
        RateLimitConfig.unlimited(),
        weight,
        null,
        null);
  }

  static NerveServiceConfig every(Duration interval, NerveServiceConfig s) {
    return new NerveServiceConfig(
        s.name(),
        s.host(),
        s.port(),
        s.reporter(),
        interval,
        s.checkMocked(),
        s.checks(),
        s.rateLimit(),
        s.weight(),
        s.haproxyServerOptions(),
        s.labels());
  }

  static NerveServiceConfig limited(NerveServiceConfig s, RateLimitConfig limit, boolean mocked) {
    return new NerveServiceConfig(
        s.name(),
        s.host(),
        s.port(),
        s.reporter(),
        s.checkInterval(),
        mocked,
        s.checks(),
        limit,
        s.weight(),
        s.haproxyServerOptions(),
        s.labels());
  }

  static CheckConfig tcp(int port, int rise, int fall) {
    return new CheckConfig.Tcp(
        "tcp-" + port, "127.0.0.1", Port.of(port), Duration.ofSeconds(20), rise, fall);
  }
}
