// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import io.smartstack.crd.v1.SmartService;
import io.smartstack.crd.v1.UsedService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One service that a pod calls.
 *
 * @param caller the pod's own service that says so
 * @param target the service called
 * @param use what the caller says of it
 */
record Use(ServiceName caller, ServiceName target, UsedService use) {

  /** Every use of a pod's services, each target once; those in other ways are problems. */
  static List<Use> of(List<SmartService> services, List<CompileProblem> problems) {
    Map<ServiceName, Use> uses = new LinkedHashMap<>();
    for (SmartService service : services) {
      ServiceName caller = ServiceName.of(service);
      for (UsedService used : service.getSpec().uses()) {
        String namespace = Objects.requireNonNullElse(used.namespace(), caller.namespace());
        ServiceName target = new ServiceName(namespace, used.name());
        Use first = uses.putIfAbsent(target, new Use(caller, target, used));
        if (first != null && !first.says(used)) {
          problems.add(
              new CompileProblem(
                  caller,
                  CompileProblem.Kind.USE_CONFLICT,
                  "%s uses %s in another way; in this pod that way counts, say the same in both"
                      .formatted(first.caller().name(), target.key(caller.namespace()))));
        }
      }
    }
    return List.copyOf(uses.values());
  }

  /** The target's key in the file. */
  String key() {
    return target.key(caller.namespace());
  }

  private boolean says(UsedService other) {
    return anywhere(use).equals(anywhere(other));
  }

  private static UsedService anywhere(UsedService use) {
    return new UsedService(
        use.name(),
        null,
        use.port(),
        use.haproxy(),
        use.defaultServers(),
        use.keepDefaultServers(),
        use.usePreviousBackends(),
        use.backendPortOverride(),
        use.leaderElection(),
        use.labelFilters(),
        use.discovery());
  }
}
