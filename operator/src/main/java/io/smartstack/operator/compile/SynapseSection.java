// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartstack.crd.v1.DecodeMethod;
import io.smartstack.crd.v1.DefaultServer;
import io.smartstack.crd.v1.DiscoveryMethod;
import io.smartstack.crd.v1.DiscoverySpec;
import io.smartstack.crd.v1.LabelFilterSpec;
import io.smartstack.crd.v1.RetryPolicy;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.crd.v1.SynapseSpec;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One service of {@code synapse.conf.json}. */
final class SynapseSection {

  private SynapseSection() {}

  /**
   * Writes a service.
   *
   * @param used the service, whose ensemble, path and checks count
   * @param synapse its section, with the caller's overrides
   */
  static ObjectNode of(SmartService used, SynapseSpec synapse, Surroundings surroundings) {
    ObjectNode section = Json.object();
    DiscoverySpec discovery = synapse.discovery();
    section.set("discovery", discovery(used, discovery, synapse.labelFilters(), surroundings));
    if (synapse.defaultServers() != null && !synapse.defaultServers().isEmpty()) {
      ArrayNode servers = section.putArray("default_servers");
      synapse.defaultServers().forEach(server -> servers.add(server(server)));
    }
    if (synapse.keepDefaultServers()) {
      section.put("keep_default_servers", true);
    }
    if (!synapse.usePreviousBackends()) {
      section.put("use_previous_backends", false);
    }
    if (synapse.backendPortOverride() != null) {
      section.put("backend_port_override", synapse.backendPortOverride());
    }
    if (synapse.leaderElection()) {
      section.put("leader_election", true);
    }
    section.set(
        "haproxy",
        HaproxySection.of(
            Objects.requireNonNull(synapse.haproxy()),
            synapse.port(),
            used.getSpec().nerve(),
            surroundings));
    if (discovery != null && discovery.loadTestConcurrency() != null) {
      section.put("load_test_concurrency", discovery.loadTestConcurrency());
    }
    return section;
  }

  private static ObjectNode discovery(
      SmartService used,
      @Nullable DiscoverySpec finer,
      @Nullable List<LabelFilterSpec> filters,
      Surroundings surroundings) {
    ObjectNode discovery = Json.object();
    boolean base = finer != null && finer.method() == DiscoveryMethod.BASE;
    discovery.put("method", base ? "base" : "zookeeper");
    if (!base) {
      discovery.put("path", ServiceName.zkPath(used));
      List<String> hosts =
          surroundings
              .ensembleHosts()
              .apply(used.getSpec().ensemble(), used.getMetadata().getNamespace());
      discovery.set("hosts", Json.list(hosts));
    }
    if (filters != null && !filters.isEmpty()) {
      ArrayNode list = discovery.putArray("label_filters");
      filters.forEach(filter -> list.add(filter(filter)));
    }
    if (finer != null && !base) {
      finer(discovery, finer);
    }
    return discovery;
  }

  private static void finer(ObjectNode discovery, DiscoverySpec finer) {
    set(discovery, "discovery_jitter", finer.discoveryJitter());
    RetryPolicy retry = finer.retryPolicy();
    if (retry != null) {
      ObjectNode policy = discovery.putObject("retry_policy");
      if (retry.maxAttempts() != null) {
        policy.put("max_attempts", retry.maxAttempts());
      }
      set(policy, "max_delay", retry.maxDelay());
      set(policy, "base_interval", retry.baseInterval());
      set(policy, "max_interval", retry.maxInterval());
    }
    if (finer.generatorConfigPath() != null) {
      discovery.put("generator_config_path", finer.generatorConfigPath());
    }
    if (finer.decodeMethod() != null || finer.endpointName() != null) {
      ObjectNode decode = discovery.putObject("decode");
      decode.put(
          "method", word(Objects.requireNonNullElse(finer.decodeMethod(), DecodeMethod.NERVE)));
      if (finer.endpointName() != null) {
        decode.put("endpoint_name", finer.endpointName());
      }
    }
  }

  private static ObjectNode filter(LabelFilterSpec filter) {
    ObjectNode section = Json.object();
    section.put("label", filter.label());
    section.set("value", Json.sorted(filter.value()));
    section.put("condition", word(filter.condition()).replace('_', '-'));
    return section;
  }

  private static ObjectNode server(DefaultServer server) {
    ObjectNode section = Json.object();
    if (server.name() != null) {
      section.put("name", server.name());
    }
    section.put("host", server.host());
    if (server.port() != null) {
      section.put("port", server.port());
    }
    if (server.id() != null) {
      section.put("id", server.id());
    }
    if (server.weight() != null) {
      section.put("weight", server.weight());
    }
    if (server.haproxyServerOptions() != null) {
      section.put("haproxy_server_options", server.haproxyServerOptions());
    }
    if (server.labels() != null) {
      section.set("labels", Json.sorted(server.labels()));
    }
    return section;
  }

  private static void set(ObjectNode section, String key, @Nullable Double number) {
    if (number != null) {
      section.set(key, Json.number(number));
    }
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
