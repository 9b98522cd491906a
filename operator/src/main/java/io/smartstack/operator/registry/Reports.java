// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.registry;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What every sidecar of one ensemble says of itself, also by the services that it calls. */
final class Reports {

  /** Parent of {@code <namespace>/<pod>}, outside of every path of Nerve's. */
  static final String ROOT = "/smartstack/sidecars";

  private final Map<ResourceID, SidecarReport> byPod = new HashMap<>();
  private final Map<String, Map<ResourceID, SidecarReport>> byCalled = new HashMap<>();

  /** Which pod's report the znode is; empty when it is none. */
  static Optional<ResourceID> pod(String path) {
    String[] names = path.substring(Math.min(path.length(), ROOT.length() + 1)).split("/", -1);
    return names.length == 2 ? Optional.of(new ResourceID(names[1], names[0])) : Optional.empty();
  }

  /** The pods whose reports may have changed. */
  Set<ResourceID> touched(TreeChange change) {
    Set<ResourceID> pods = new HashSet<>(change.first() ? byPod.keySet() : Set.of());
    Stream.concat(change.gone().stream(), change.znodes().keySet().stream())
        .flatMap(path -> pod(path).stream())
        .forEach(pods::add);
    return pods;
  }

  /** Takes what a pod's sidecar says now, null for nothing, and returns what it said before. */
  @Nullable SidecarReport put(ResourceID pod, @Nullable SidecarReport now) {
    SidecarReport before = now == null ? byPod.remove(pod) : byPod.put(pod, now);
    if (before != null) {
      called(before)
          .forEach(service ->
              byCalled.computeIfPresent(
                  service,
                  (_, callers) -> {
                    callers.remove(pod);
                    return callers.isEmpty() ? null : callers;
                  }));
    }
    if (now != null) {
      called(now)
          .forEach(
              service -> byCalled.computeIfAbsent(service, _ -> new HashMap<>()).put(pod, now));
    }
    return before;
  }

  /** {@code name.namespace} of every service that it routes to. */
  private static Stream<String> called(SidecarReport report) {
    return report.calls().stream()
        .map(key -> key.indexOf('.') < 0 ? key + "." + report.namespace() : key);
  }

  Optional<SidecarReport> of(ResourceID pod) {
    return Optional.ofNullable(byPod.get(pod));
  }

  Collection<SidecarReport> all() {
    return List.copyOf(byPod.values());
  }

  Collection<SidecarReport> callersOf(ResourceID service) {
    String name = service.getName() + "." + service.getNamespace().orElse("");
    return List.copyOf(byCalled.getOrDefault(name, Map.of()).values());
  }
}
