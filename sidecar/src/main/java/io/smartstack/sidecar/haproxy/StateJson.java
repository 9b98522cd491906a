// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.config.HaproxyServiceConfig;
import io.smartstack.sidecar.config.HaproxyServiceConfig.BackendOrder;
import io.smartstack.sidecar.config.HaproxyServiceConfig.Bind;
import io.smartstack.sidecar.config.HaproxyServiceConfig.CookieValueMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The state file's JSON, in Synapse's format: by service, then by server name. */
final class StateJson {

  private static final String CONFIG = "watcher_config_for_generator";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private StateJson() {}

  static ObjectNode of(Rendered rendered, List<ProxiedService> services, Instant now) {
    ObjectNode root = JSON.objectNode();
    for (ProxiedService service : services) {
      if (!service.config().disabled()) {
        root.set(service.name(), service(rendered, service, now));
      }
    }
    return root;
  }

  /** The ids it holds of the services' servers, without those not seen for longer than the TTL. */
  static Allocation read(JsonNode root, List<ProxiedService> services, Duration ttl, Instant now) {
    Map<String, Allocation.Section> sections = new LinkedHashMap<>();
    for (ProxiedService service : services) {
      Map<String, Allocation.Held> ids = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : root.path(service.name()).properties()) {
        JsonNode server = entry.getValue();
        Instant seen = Instant.ofEpochSecond(server.path("timestamp").asLong(0));
        int id = server.path("haproxy_server_id").asInt(0);
        if (id > 0 && seen.plus(ttl).isAfter(now)) {
          ids.put(entry.getKey(), new Allocation.Held(id, seen));
        }
      }
      sections.put(ServiceLines.backendName(service), new Allocation.Section(ids, Map.of()));
    }
    return new Allocation(sections);
  }

  private static ObjectNode service(Rendered rendered, ProxiedService service, Instant now) {
    String section = ServiceLines.backendName(service);
    Map<String, Backend> present = new LinkedHashMap<>();
    rendered.sections().stream()
        .filter(backend -> backend.name().equals(section))
        .flatMap(backend -> backend.servers().stream())
        .forEach(server -> {
          if (server.backend() != null) {
            present.put(server.name(), server.backend());
          }
        });
    ObjectNode json = JSON.objectNode();
    rendered
        .allocation()
        .section(section)
        .ids()
        .forEach((name, held) -> {
          ObjectNode server = json.putObject(name);
          Instant seen = held.goneSince() == null ? now : held.goneSince();
          server.put("timestamp", seen.getEpochSecond());
          server.put("haproxy_server_id", held.id());
          Backend backend = present.get(name);
          if (backend != null) {
            server.setAll(backend.json());
          }
        });
    json.set(CONFIG, config(service.config()));
    return json;
  }

  static ObjectNode config(HaproxyServiceConfig config) {
    ObjectNode json = JSON.objectNode();
    json.put("server_options", config.serverOptions());
    json.putNull("server_port_override");
    lines(json, "backend", config.backend());
    lines(json, "frontend", config.frontend());
    lines(json, "listen", config.listen());
    switch (config.bind()) {
      case Bind.None none -> {}
      case Bind.AddressOnly only -> json.putNull("port");
      case Bind.OnPort(String port) -> {
        if (Words.isNumber(port)) {
          json.put("port", Integer.parseInt(port));
        } else {
          json.put("port", port);
        }
      }
    }
    text(json, "bind_address", config.bindAddress());
    text(json, "bind_options", config.bindOptions().isEmpty() ? null : config.bindOptions());
    text(json, "backend_name", config.backendName());
    if (config.backendOrder() != BackendOrder.SHUFFLE) {
      json.put("backend_order", config.backendOrder().name().toLowerCase(java.util.Locale.ROOT));
    }
    if (!config.sharedFrontend().isEmpty()) {
      lines(json, "shared_frontend", config.sharedFrontend());
    }
    if (config.cookieValueMethod() == CookieValueMethod.HASH) {
      json.put("cookie_value_method", "hash");
    }
    return json;
  }

  private static void lines(ObjectNode json, String key, List<String> lines) {
    var array = json.putArray(key);
    lines.forEach(array::add);
  }

  private static void text(
      ObjectNode json, String key, @org.jspecify.annotations.Nullable String value) {
    if (value != null) {
      json.put(key, value);
    }
  }
}
