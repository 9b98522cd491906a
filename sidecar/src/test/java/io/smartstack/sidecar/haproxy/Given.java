// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.HaproxyConfig;
import io.smartstack.sidecar.config.SynapseConfigFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Small inputs for the renderer. */
final class Given {

  static final List<String> DEFAULTS =
      List.of("mode http", "timeout client 1m", "timeout server 1m");

  private Given() {}

  static HaproxyConfig top(String... defaults) {
    return top(List.of(), List.of(defaults), Map.of(), false);
  }

  static HaproxyConfig top(
      List<String> global,
      List<String> defaults,
      Map<String, List<String>> extraSections,
      boolean nerveWeights) {
    return new HaproxyConfig(
        global,
        defaults,
        new LinkedHashMap<>(extraSections),
        true,
        Path.of("/tmp/haproxy.cfg"),
        true,
        List.of(),
        true,
        null,
        false,
        null,
        null,
        "localhost",
        null,
        Duration.ofSeconds(2),
        0,
        null,
        Duration.ofDays(1),
        1L,
        65_535,
        nerveWeights);
  }

  /** A service with a port, and its section's keys as JSON text. */
  static ProxiedService service(String name, Map<String, Object> section, Backend... backends) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    section.forEach((key, value) -> {
      if (value instanceof List<?> lines) {
        lines.forEach(line -> json.withArray("/" + key).add(line.toString()));
      } else {
        json.put(key, value.toString());
      }
    });
    try {
      return new ProxiedService(
          name, SynapseConfigFile.haproxySection(json).config(), List.of(backends));
    } catch (io.smartstack.sidecar.config.ConfigException e) {
      throw new AssertionError(e);
    }
  }

  static Backend backend(String name, String host) {
    return backend(name, host, null, null);
  }

  static Backend backend(
      String name, String host, @Nullable Integer weight, @Nullable String options) {
    return new Backend(name, host, Port.of(80), null, weight, options, null, true);
  }

  static Rendered render(HaproxyConfig top, ProxiedService... services) {
    return render(top, Allocation.none(), services);
  }

  static Rendered render(HaproxyConfig top, Allocation before, ProxiedService... services) {
    return new HaproxyText(top, Compat.ADDITIONS).render(List.of(services), before, Compat.TIME);
  }
}
