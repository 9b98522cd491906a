// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.smartstack.sidecar.backend.Backend;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Services without some of their servers. */
final class Without {

  private Without() {}

  /** The services without the backends of the servers that these changes were about. */
  static List<ProxiedService> servers(
      List<ProxiedService> services, Rendered rendered, Collection<ServerChange> refused) {
    Set<Culprits.ServerRef> gone = new HashSet<>();
    refused.forEach(change -> gone.add(new Culprits.ServerRef(change.section(), change.server())));
    return services.stream().map(service -> without(service, rendered, gone)).toList();
  }

  private static ProxiedService without(
      ProxiedService service, Rendered rendered, Set<Culprits.ServerRef> gone) {
    Set<Backend> backends = new HashSet<>();
    for (BackendSection section : rendered.sections()) {
      for (ServerLine line : section.servers()) {
        if (section.service().equals(service.name())
            && line.backend() != null
            && gone.contains(new Culprits.ServerRef(section.name(), line.name()))) {
          backends.add(line.backend());
        }
      }
    }
    return backends.isEmpty()
        ? service
        : new ProxiedService(
            service.name(),
            service.config(),
            service.backends().stream().filter(each -> !backends.contains(each)).toList());
  }
}
