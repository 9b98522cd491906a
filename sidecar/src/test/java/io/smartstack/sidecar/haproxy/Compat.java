// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.HaproxyConfig;
import io.smartstack.sidecar.config.SynapseConfig;
import io.smartstack.sidecar.config.SynapseConfigFile;
import io.smartstack.sidecar.config.SynapseServiceConfig;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One reference: what the Ruby Synapse was given, and what it made of it. */
record Compat(HaproxyConfig top, List<ProxiedService> services, String expected) {

  static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);
  static final Additions ADDITIONS =
      new Additions(Path.of("/run/s.sock"), Duration.ofMinutes(30), new HaproxyVersion(2, 6));

  static Compat read(String tag) throws Exception {
    JsonNode input = new ObjectMapper().readTree(resource(tag + ".input.json"));
    Path file = Files.createTempFile("synapse", ".json");
    try {
      Files.writeString(file, input.get("synapse_config").toString());
      SynapseConfig config = SynapseConfigFile.read(file).config();
      List<ProxiedService> services = new ArrayList<>();
      for (SynapseServiceConfig service : config.services().values()) {
        List<Backend> backends = backends(tag, service, input.path("discovered"));
        services.add(new ProxiedService(service.name(), service.haproxy(), backends));
      }
      HaproxyConfig top = Objects.requireNonNull(config.haproxy());
      return new Compat(top, services, resource(tag + ".haproxy.cfg"));
    } finally {
      Files.delete(file);
    }
  }

  static String resource(String name) throws Exception {
    try (InputStream in = Compat.class.getResourceAsStream("/compat/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  Rendered render() {
    return new HaproxyText(top, ADDITIONS).render(services, Allocation.none(), TIME);
  }

  /** What discovery hands on; filters are Synapse's matter, so the one service with some is cut. */
  private static List<Backend> backends(
      String tag, SynapseServiceConfig service, JsonNode discovered) {
    List<Backend> backends = new ArrayList<>();
    for (JsonNode json : discovered.path(service.name())) {
      Backend backend = backend(json);
      Port override = service.backendPortOverride();
      backends.add(override == null ? backend : backend.withPort(override));
    }
    if (tag.equals("features") && service.name().equals("svc_noport")) {
      backends.subList(1, backends.size()).clear();
    }
    if (backends.isEmpty() || service.keepDefaultServers()) {
      backends.addAll(service.defaultServers());
    }
    return backends;
  }

  private static Backend backend(JsonNode json) {
    Map<String, JsonNode> labels = new LinkedHashMap<>();
    json.path("labels").properties().forEach(e -> labels.put(e.getKey(), e.getValue()));
    return new Backend(
        json.get("name").textValue(),
        json.get("host").textValue(),
        Port.of(json.get("port")),
        json.get("id").longValue(),
        json.get("weight").isNull() ? null : json.get("weight").intValue(),
        json.get("haproxy_server_options").textValue(),
        json.get("labels").isNull() ? null : labels,
        true);
  }
}
