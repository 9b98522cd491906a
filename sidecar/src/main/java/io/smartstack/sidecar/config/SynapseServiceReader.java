// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one service of {@code synapse.conf.json}. */
final class SynapseServiceReader {

  private SynapseServiceReader() {}

  /** Reads a service; {@code proxied} says whether the file has an HAProxy at all. */
  static SynapseServiceConfig read(String name, Section service, boolean proxied) {
    multi(service);
    Section discovery = service.section("discovery");
    if (service.take("discovery") == null) {
      service.missing("discovery", "an object with the key method");
    }
    List<LabelFilter> filters = discovery == null ? List.of() : LabelFilterReader.read(discovery);
    Section haproxy = service.section("haproxy");
    Port override = portOverride(service, haproxy);
    return new SynapseServiceConfig(
        name,
        discovery == null ? new DiscoveryConfig.Base() : DiscoveryReader.read(discovery),
        filters,
        defaultServers(service, override != null),
        service.flag("keep_default_servers", false),
        service.flag("use_previous_backends", true),
        override,
        service.flag("leader_election", false),
        haproxy(haproxy, proxied),
        fileOutputDisabled(service));
  }

  private static void multi(Section service) {
    String key = "discovery_multi";
    Section multi = service.section(key);
    if (multi == null) {
      return;
    }
    service.problem(key, Choice.DISCOVERY.refusal("multi"));
    Section resolver = multi.section("resolver");
    String method = resolver == null ? null : resolver.text("method");
    if (resolver != null && method != null) {
      Choice.RESOLVER.accepts(resolver, "method", method);
    }
  }

  /** A service without a section still gets a backend, which other sections may use. */
  private static HaproxyServiceConfig haproxy(@Nullable Section haproxy, boolean proxied) {
    if (haproxy != null) {
      return HaproxyServiceReader.read(haproxy);
    }
    return proxied ? HaproxyServiceReader.empty() : HaproxyServiceConfig.none();
  }

  private static @Nullable Port portOverride(Section service, @Nullable Section haproxy) {
    String old = "server_port_override";
    Port deprecated = haproxy == null ? null : haproxy.port(old);
    if (haproxy != null && haproxy.take(old) != null) {
      haproxy.warn(old, "deprecated, use backend_port_override of the service");
    }
    Port override = service.port("backend_port_override");
    return override == null ? deprecated : override;
  }

  private static List<Backend> defaultServers(Section service, boolean portOverridden) {
    List<Backend> servers = new ArrayList<>();
    for (Section server : service.sections("default_servers")) {
      String host = Addresses.host(server, "host", "");
      if (server.take("host") == null) {
        server.missing("host", "a host name or address");
      }
      Port port = server.port("port");
      if (server.take("port") == null && !portOverridden) {
        server.missing("port", "a port from 1 to 65535");
      }
      servers.add(
          new Backend(
              server.text("name"),
              host,
              port,
              id(server),
              server.take("weight") == null
                  ? null
                  : (Integer) server.whole("weight", 0, 0, Integer.MAX_VALUE),
              server.text("haproxy_server_options"),
              server.values("labels"),
              false));
      server.done();
    }
    return List.copyOf(servers);
  }

  private static @Nullable Long id(Section server) {
    JsonNode id = server.take("id");
    return id == null ? null : (Long) (long) server.whole("id", 0, 0, Integer.MAX_VALUE);
  }

  private static boolean fileOutputDisabled(Section service) {
    Section output = service.section("file_output");
    if (output == null) {
      return false;
    }
    boolean disabled = output.flag("disabled", false);
    output.done();
    return disabled;
  }
}
