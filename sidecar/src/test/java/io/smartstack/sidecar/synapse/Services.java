// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.DiscoveryConfig;
import io.smartstack.sidecar.config.HaproxyServiceConfig;
import io.smartstack.sidecar.config.LabelFilter;
import io.smartstack.sidecar.config.RetryPolicyConfig;
import io.smartstack.sidecar.config.SynapseConfig;
import io.smartstack.sidecar.config.SynapseServiceConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Configurations and backends for tests. */
final class Services {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Services() {}

  static DiscoveryConfig.ZooKeeper zooKeeper(String hosts, String path) {
    return new DiscoveryConfig.ZooKeeper(
        List.of(hosts),
        path,
        Duration.ZERO,
        new RetryPolicyConfig(
            10, Duration.ofSeconds(600), Duration.ofMillis(100), Duration.ofSeconds(1)),
        path,
        new DiscoveryConfig.Decode.Nerve());
  }

  static Settings service(String name, DiscoveryConfig discovery) {
    return new Settings(
        new SynapseServiceConfig(
            name,
            discovery,
            List.of(),
            List.of(),
            false,
            true,
            null,
            false,
            HaproxyServiceConfig.none(),
            false));
  }

  static Settings base(String name) {
    return service(name, new DiscoveryConfig.Base());
  }

  /** A service's settings, one changed at a time. */
  record Settings(SynapseServiceConfig config) {

    Settings defaults(Backend... servers) {
      return with(config.labelFilters(), List.of(servers), config.keepDefaultServers());
    }

    Settings keepingDefaults() {
      return with(config.labelFilters(), config.defaultServers(), true);
    }

    Settings filters(LabelFilter... filters) {
      return with(List.of(filters), config.defaultServers(), config.keepDefaultServers());
    }

    private Settings with(List<LabelFilter> filters, List<Backend> defaults, boolean keep) {
      return new Settings(
          new SynapseServiceConfig(
              config.name(),
              config.discovery(),
              filters,
              defaults,
              keep,
              config.usePreviousBackends(),
              config.backendPortOverride(),
              config.leaderElection(),
              config.haproxy(),
              config.fileOutputDisabled()));
    }

    Settings withoutPrevious() {
      return with(false, config.backendPortOverride(), config.leaderElection());
    }

    Settings port(Port port) {
      return with(config.usePreviousBackends(), port, config.leaderElection());
    }

    Settings leader() {
      return with(config.usePreviousBackends(), config.backendPortOverride(), true);
    }

    private Settings with(boolean previous, @Nullable Port port, boolean leader) {
      return new Settings(
          new SynapseServiceConfig(
              config.name(),
              config.discovery(),
              config.labelFilters(),
              config.defaultServers(),
              config.keepDefaultServers(),
              previous,
              port,
              leader,
              config.haproxy(),
              config.fileOutputDisabled()));
    }
  }

  static SynapseConfig synapse(Settings... services) {
    Map<String, SynapseServiceConfig> byName = new LinkedHashMap<>();
    for (Settings service : services) {
      byName.put(service.config().name(), service.config());
    }
    return new SynapseConfig(byName, null, null);
  }

  static Backend discovered(String name, long id) {
    return new Backend(name, "127.0.0.1", Port.of(8000), id, null, null, null, true);
  }

  static Backend labelled(String name, long id, String labels) {
    Map<String, JsonNode> map = new LinkedHashMap<>();
    json(labels).properties().forEach(label -> map.put(label.getKey(), label.getValue()));
    return new Backend(name, "127.0.0.1", Port.of(8000), id, null, null, map, true);
  }

  static Backend defaultServer(String name) {
    return new Backend(name, "127.0.0.9", Port.of(9), null, null, null, null, false);
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What Ruby Nerve writes for an instance. */
  static byte[] payload(String name, int port) {
    return ("{\"host\":\"127.0.0.1\",\"port\":" + port + ",\"name\":\"" + name + "\"}")
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
