// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import io.smartstack.sidecar.backend.Port;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one health check. */
final class CheckReader {

  private static final Duration OPEN_TIMEOUT = Duration.ofMillis(200);

  private CheckReader() {}

  /** The check, null when its type is none that is here. */
  static @Nullable CheckConfig read(String service, Section check, String host, Port port) {
    String type = check.needText("type", "one of " + String.join(", ", Choice.CHECK.here()));
    if (type.isBlank() || !known(check, type)) {
      check.skipAll();
      return null;
    }
    String checkHost = Addresses.host(check, "host", host);
    Port given = check.port("port");
    Port checkPort = given == null ? port : given;
    Duration timeout = check.seconds("timeout", Duration.ofMillis(100), false);
    int rise = check.whole("rise", 1, 1, Integer.MAX_VALUE);
    int fall = check.whole("fall", 1, 1, Integer.MAX_VALUE);
    // Airbnb's default for every type but http, which names itself.
    String name =
        check.text("name", service + " " + type + "-" + address(checkHost) + ":" + checkPort);
    CheckConfig config =
        switch (type) {
          case "http" -> http(check, checkHost, checkPort, timeout, rise, fall);
          case "tcp" -> new CheckConfig.Tcp(name, checkHost, checkPort, timeout, rise, fall);
          default -> new CheckConfig.Noop(name, timeout, rise, fall);
        };
    check.done();
    return config;
  }

  private static boolean known(Section check, String type) {
    if (check.has("module") && !Choice.CHECK.here().contains(type)) {
      check.problem("module", "checks from Ruby gems cannot be loaded; use http, tcp or noop");
      return false;
    }
    return Choice.CHECK.accepts(check, "type", type);
  }

  private static CheckConfig http(
      Section check, String host, Port port, Duration timeout, int rise, int fall) {
    String uri = check.needText("uri", "a path to ask for, such as /health");
    if (!uri.isEmpty() && !uri.startsWith("/")) {
      check.problem("uri", "expected a path that starts with a slash, got \"" + uri + "\"");
    }
    Duration read = check.seconds("read_timeout", timeout, false);
    if (read.compareTo(timeout) < 0) {
      check.warn("read_timeout", "ignored: timeout bounds the whole check");
    }
    return new CheckConfig.Http(
        "http-" + address(host) + ":" + port + uri,
        host,
        port,
        uri,
        timeout,
        rise,
        fall,
        check.text("expect"),
        check.seconds("open_timeout", OPEN_TIMEOUT, false),
        check.flag("ssl", false),
        check.seconds("ssl_timeout", OPEN_TIMEOUT, false),
        headers(check));
  }

  private static Map<String, String> headers(Section check) {
    Section headers = check.sectionOrEmpty("headers");
    Map<String, String> read = new LinkedHashMap<>();
    for (String name : headers.keys()) {
      read.put(name, headers.text(name, ""));
    }
    return Collections.unmodifiableMap(read);
  }

  private static String address(String host) {
    return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
  }
}
