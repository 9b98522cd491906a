// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import io.smartstack.sidecar.backend.Port;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One health check of a service ({@code checks[]}). */
public sealed interface CheckConfig {

  /** Name in the logs, for instance {@code http-192.168.11.102:8000/health}. */
  String name();

  /** How long one check may take before it counts as failed, default 100 ms. */
  Duration timeout();

  /** Successes in a row after which a failing check counts as passing, 1 or more, default 1. */
  int rise();

  /** Failures in a row after which a passing check counts as failing, 1 or more, default 1. */
  int fall();

  /**
   * A GET that must answer 200–399 and, if asked, contain a text.
   *
   * @param host address asked, default the service's host
   * @param port port asked, default the service's port
   * @param uri path asked, starting with a slash
   * @param expect text the body must contain, null for any
   * @param openTimeout for connecting, default 200 ms
   * @param ssl whether it is asked over TLS; the certificate is not verified
   * @param sslTimeout for the TLS handshake, default 200 ms
   * @param headers sent as they are
   */
  record Http(
      String name,
      String host,
      Port port,
      String uri,
      Duration timeout,
      int rise,
      int fall,
      @Nullable String expect,
      Duration openTimeout,
      boolean ssl,
      Duration sslTimeout,
      Map<String, String> headers)
      implements CheckConfig {}

  /**
   * A TCP connect.
   *
   * @param host address asked, default the service's host
   * @param port port asked, default the service's port
   */
  record Tcp(String name, String host, Port port, Duration timeout, int rise, int fall)
      implements CheckConfig {}

  /** Always passes. */
  record Noop(String name, Duration timeout, int rise, int fall) implements CheckConfig {}
}
