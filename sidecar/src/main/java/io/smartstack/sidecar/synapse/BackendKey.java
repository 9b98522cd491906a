// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What makes two registrations the same backend: host, port and name. */
record BackendKey(String host, @Nullable Port port, @Nullable String name) {

  static BackendKey of(Backend backend) {
    return new BackendKey(backend.host(), backend.port(), backend.name());
  }

  /** The backends without doubles; of two the first stays. */
  static List<Backend> distinct(Collection<Backend> backends) {
    Map<BackendKey, Backend> byKey = new LinkedHashMap<>();
    backends.forEach(backend -> byKey.putIfAbsent(of(backend), backend));
    return List.copyOf(byKey.values());
  }
}
