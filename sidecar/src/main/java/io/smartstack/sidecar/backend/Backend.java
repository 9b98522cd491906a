// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.backend;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One server of a service: discovered in ZooKeeper or configured as a default server.
 *
 * @param name the instance's name ({@code instance_id} in Nerve), null when none was given
 * @param host address or host name
 * @param port the port, null only for a default server whose port comes from {@code
 *     backend_port_override}
 * @param id the number at the end of the znode's name, null for default servers and znodes without
 * @param weight 0 or more, null when none was given
 * @param haproxyServerOptions HAProxy options of this server alone, null when none were given
 * @param labels the instance's labels in the order they were written, null when none were given
 * @param discovered whether it came from discovery (then JSON writes all seven keys, nulls
 *     included) or from the configuration (then only what was given)
 */
public record Backend(
    @Nullable String name,
    String host,
    @Nullable Port port,
    @Nullable Long id,
    @Nullable Integer weight,
    @Nullable String haproxyServerOptions,
    @Nullable Map<String, JsonNode> labels,
    boolean discovered) {

  public Backend {
    labels = labels == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /** The same backend on another port, as {@code backend_port_override} asks. */
  public Backend withPort(Port other) {
    return new Backend(name, host, other, id, weight, haproxyServerOptions, labels, discovered);
  }

  /** The same backend with these labels. */
  public Backend withLabels(Map<String, JsonNode> others) {
    return new Backend(name, host, port, id, weight, haproxyServerOptions, others, discovered);
  }

  /** {@code host:port}, an IPv6 host in brackets; the bare host when there is no port. */
  public String address() {
    String bracketed = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    return port == null ? bracketed : bracketed + ":" + port;
  }

  /** The backend as Synapse writes it to its files, keys in Synapse's order. */
  @JsonValue
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    put(json, "name", name == null ? null : json.textNode(name));
    put(json, "host", json.textNode(host));
    put(json, "port", port == null ? null : port.json());
    put(json, "id", id == null ? null : json.numberNode(id));
    put(json, "weight", weight == null ? null : json.numberNode(weight));
    put(
        json,
        "haproxy_server_options",
        haproxyServerOptions == null ? null : json.textNode(haproxyServerOptions));
    put(json, "labels", labels == null ? null : json.objectNode().setAll(labels));
    return json;
  }

  private void put(ObjectNode json, String key, @Nullable JsonNode value) {
    if (value != null) {
      json.set(key, value);
    } else if (discovered) {
      json.putNull(key);
    }
  }
}
