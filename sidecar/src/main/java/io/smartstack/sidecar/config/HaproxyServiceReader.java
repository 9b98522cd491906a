// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smartstack.sidecar.config.HaproxyServiceConfig.BackendOrder;
import io.smartstack.sidecar.config.HaproxyServiceConfig.Bind;
import io.smartstack.sidecar.config.HaproxyServiceConfig.CookieValueMethod;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the {@code haproxy} section of one service. */
final class HaproxyServiceReader {

  private static final Pattern PORTS = Pattern.compile("[1-9][0-9]{0,4}-[1-9][0-9]{0,4}");

  private HaproxyServiceReader() {}

  /** What a service without the section has. */
  static HaproxyServiceConfig empty() {
    return read(Section.top(JsonNodeFactory.instance.objectNode(), new Findings()));
  }

  static HaproxyServiceConfig read(Section haproxy) {
    HaproxyServiceConfig config =
        new HaproxyServiceConfig(
            haproxy.flag("disabled", false),
            bind(haproxy),
            haproxy.text("bind_address"),
            haproxy.text("bind_options", ""),
            serverOptions(haproxy),
            lines(haproxy, "frontend"),
            lines(haproxy, "backend"),
            lines(haproxy, "listen"),
            haproxy.text("backend_name"),
            Words.orElse(haproxy, "backend_order", BackendOrder.SHUFFLE),
            lines(haproxy, "shared_frontend"),
            Words.orElse(haproxy, "cookie_value_method", CookieValueMethod.NAME));
    haproxy.skip("server_port_override");
    if (haproxy.has("use_nerve_weights")) {
      haproxy.skip("use_nerve_weights");
      haproxy.warn("use_nerve_weights", "counts only in the haproxy section of the file, ignored");
    }
    haproxy.done();
    return config;
  }

  /** Absent and null differ: no frontend at all, or one on the address alone. */
  private static Bind bind(Section haproxy) {
    String key = "port";
    JsonNode value = haproxy.take(key);
    if (value == null) {
      return haproxy.has(key) ? new Bind.AddressOnly() : new Bind.None();
    }
    String text = Scalars.text(value);
    if (text != null && PORTS.matcher(text).matches()) {
      return new Bind.OnPort(text);
    }
    var port = haproxy.port(key);
    return port == null ? new Bind.None() : new Bind.OnPort(port.text());
  }

  private static String serverOptions(Section haproxy) {
    String key = "server_options";
    JsonNode value = haproxy.take(key);
    if (value != null && value.isArray()) {
      haproxy.warn(key, "expected a text, got a list, ignored");
      return "";
    }
    return haproxy.text(key, "");
  }

  private static List<String> lines(Section haproxy, String key) {
    @Nullable List<String> lines = haproxy.lines(key);
    return lines == null ? List.of() : lines;
  }
}
