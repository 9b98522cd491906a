// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What makes two registrations the same backend: host, port and name. */
record BackendKey(String host, @Nullable Port port, @Nullable String name) {

  static BackendKey of(Backend backend) {
    return new BackendKey(backend.host(), backend.port(), backend.name());
  }

  // Asked for every backend at every change: what the compiler would make is ten times as slow.
  @Override
  public int hashCode() {
    return 31 * (31 * host.hashCode() + (port == null ? 0 : port.text().hashCode()))
        + (name == null ? 0 : name.hashCode());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BackendKey key
        && host.equals(key.host)
        && Objects.equals(name, key.name)
        && Objects.equals(port, key.port);
  }

  /** The backends without doubles; of two the first stays. */
  static List<Backend> distinct(Collection<Backend> backends) {
    if (backends.size() < 2) {
      return List.copyOf(backends);
    }
    Map<BackendKey, Backend> byKey = new LinkedHashMap<>();
    backends.forEach(backend -> byKey.putIfAbsent(of(backend), backend));
    return List.copyOf(byKey.values());
  }
}
