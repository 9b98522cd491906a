// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.smartstack.operator.compile.ServiceName;
import io.smartstack.operator.registry.SidecarReport;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * The sidecars that route to a service, {@code namespace/pod} each.
 *
 * @param stale those of them that keep earlier backends
 */
record Callers(Set<String> all, Set<String> stale) {

  static Callers of(ServiceName service, Collection<SidecarReport> reports) {
    Set<String> all = new TreeSet<>();
    Set<String> stale = new TreeSet<>();
    for (SidecarReport report : reports) {
      String pod = report.namespace() + "/" + report.pod();
      if (names(report.calls(), report, service)) {
        all.add(pod);
        if (names(report.stale(), report, service)) {
          stale.add(pod);
        }
      }
    }
    return new Callers(all, stale);
  }

  private static boolean names(Set<String> keys, SidecarReport report, ServiceName service) {
    return keys.contains(service.key(report.namespace()))
        || keys.contains(service.name() + "." + service.namespace());
  }
}
