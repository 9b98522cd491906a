// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import io.smartstack.sidecar.config.HaproxyServiceConfig.Bind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Warns of two services that listen on the same address and port. */
final class SharedBinds {

  private final String bindAddress;
  private final Map<String, String> services = new HashMap<>();

  SharedBinds(@Nullable HaproxyConfig proxy) {
    this.bindAddress = proxy == null ? "localhost" : proxy.bindAddress();
  }

  void add(SynapseServiceConfig service, Section section) {
    HaproxyServiceConfig haproxy = service.haproxy();
    if (haproxy.disabled() || haproxy.bind() instanceof Bind.None) {
      return;
    }
    String address = haproxy.bindAddress() == null ? bindAddress : haproxy.bindAddress();
    String bind =
        haproxy.bind() instanceof Bind.OnPort(String port) ? address + ":" + port : address;
    String other = services.putIfAbsent(bind, service.name());
    if (other != null) {
      section.warn("haproxy.port", bind + " is also where " + other + " listens");
    }
  }
}
