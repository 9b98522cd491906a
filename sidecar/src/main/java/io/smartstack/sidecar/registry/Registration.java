// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a znode says of one instance of a service.
 *
 * @param host address or host name callers use
 * @param port the port, in the JSON type it was written in
 * @param name the instance's id; null only in a znode somebody else wrote
 * @param weight 0 or more, null for none
 * @param haproxyServerOptions HAProxy options of this instance, null for none
 * @param labels in the order they were written, null for none
 */
public record Registration(
    String host,
    Port port,
    @Nullable String name,
    @Nullable Integer weight,
    @Nullable String haproxyServerOptions,
    @Nullable Map<String, JsonNode> labels) {

  // Ruby's JSON.generate writes control characters in lower-case hex.
  static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  public Registration {
    labels = labels == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /** Reads a znode's data; keys it does not know are skipped. */
  public static Reading read(byte[] data) {
    return RegistrationReader.read(data);
  }

  /** The payload as the Ruby Nerve writes it, byte for byte. */
  public byte[] bytes() {
    ObjectNode json = JSON.createObjectNode();
    json.put("host", host);
    json.set("port", port.json());
    if (name != null) {
      json.put("name", name);
    }
    if (weight != null) {
      json.put("weight", weight);
    }
    if (haproxyServerOptions != null) {
      json.put("haproxy_server_options", haproxyServerOptions);
    }
    if (labels != null) {
      json.putObject("labels").setAll(labels);
    }
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether both speak of the same instance: same host, port and name. */
  public boolean sameInstance(Registration other) {
    return host.equals(other.host)
        && port.text().equals(other.port.text())
        && Objects.equals(name, other.name);
  }

  /**
   * The backend Synapse makes of it.
   *
   * @param id the number at the end of the znode's name ({@link ZnodeName#sequence}), null for none
   */
  public Backend backend(@Nullable Long id) {
    return new Backend(name, host, port, id, weight, haproxyServerOptions, labels, true);
  }

  /** What came of reading a znode. */
  public sealed interface Reading {

    /** It says where an instance is. */
    record Usable(Registration registration) implements Reading {}

    /**
     * It can't be used.
     *
     * @param reason for people, for instance {@code no host}
     */
    record Unusable(String reason) implements Reading {}
  }
}
