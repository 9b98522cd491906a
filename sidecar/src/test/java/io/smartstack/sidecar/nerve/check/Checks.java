// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve.check;

import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.CheckConfig;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks as tests want them: ample time unless a test is about time. */
final class Checks {

  static final Duration AMPLE = Duration.ofSeconds(20);

  private Checks() {}

  static CheckConfig.Http http(String host, int port, String uri) {
    return http(host, port, uri, null, AMPLE, false, Map.of());
  }

  static CheckConfig.Http http(
      String host,
      int port,
      String uri,
      @Nullable String expect,
      Duration timeout,
      boolean ssl,
      Map<String, String> headers) {
    return new CheckConfig.Http(
        "http-" + host + ":" + port + uri,
        host,
        Port.of(port),
        uri,
        timeout,
        1,
        1,
        expect,
        AMPLE,
        ssl,
        AMPLE,
        headers);
  }

  static CheckConfig.Http expecting(int port, String expect) {
    return http("127.0.0.1", port, "/health", expect, AMPLE, false, Map.of());
  }

  static CheckConfig.Http within(int port, Duration timeout) {
    return http("127.0.0.1", port, "/health", null, timeout, false, Map.of());
  }

  static CheckConfig.Tcp tcp(String host, Port port, Duration timeout) {
    return new CheckConfig.Tcp("tcp-" + host + ":" + port, host, port, timeout, 1, 1);
  }
}
