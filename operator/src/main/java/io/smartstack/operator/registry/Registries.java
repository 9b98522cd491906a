// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.registry;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every ensemble that a SmartService of the cluster is registered in, read and never written: one
 * session each, opened for the first service and ended after the last.
 *
 * <p>An ensemble that can't be reached is tried again for ever, at most a few times a second; what
 * it showed last stays meanwhile, and {@link PathView#connected} is false.
 */
public final class Registries implements AutoCloseable {

  private record Interest(EnsembleId ensemble, String path) {}

  private final InstantSource clock;
  private final Map<EnsembleId, Registry> registries = new HashMap<>();
  private final Map<ResourceID, Interest> interests = new HashMap<>();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();

  /** Reads nothing yet. */
  public Registries(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Reads the service's path, and the sidecars' reports beside it, from now on, instead of what
   * {@code follow} said of the service before. Returns at once.
   *
   * @param hosts {@code host:port} of the ensemble's servers; none when they are not known, and
   *     those from before, if any, are kept
   * @param path parent znode of the service's registrations
   */
  public synchronized void follow(
      ResourceID service, EnsembleId ensemble, List<String> hosts, String path) {
    Interest now = new Interest(ensemble, path);
    Interest before = interests.put(service, now);
    registries.computeIfAbsent(ensemble, id -> new Registry(id, ear(id), clock)).connect(hosts);
    if (!now.equals(before)) {
      settle(ensemble);
      if (before != null && !before.ensemble().equals(ensemble)) {
        settle(before.ensemble());
      }
    }
  }

  /** Reads no more for a service; its ensemble's session ends with the last service there. */
  public synchronized void forget(ResourceID service) {
    Interest before = interests.remove(service);
    if (before != null) {
      settle(before.ensemble());
    }
  }

  private void settle(EnsembleId ensemble) {
    Set<String> paths =
        interests.values().stream()
            .filter(interest -> interest.ensemble().equals(ensemble))
            .map(Interest::path)
            .collect(Collectors.toSet());
    Registry registry = registries.get(ensemble);
    if (registry == null) {
      return;
    }
    if (paths.isEmpty()) {
      registries.remove(ensemble);
      registry.close();
    } else {
      registry.follow(paths);
    }
  }

  /** What is known of a path; {@link PathView#UNKNOWN} where no service asked for it. */
  public synchronized PathView view(EnsembleId ensemble, String path) {
    Registry registry = registries.get(ensemble);
    return registry == null ? PathView.UNKNOWN : registry.view(path);
  }

  /** What a pod's sidecar says of itself, in an ensemble that answers if there is one. */
  public synchronized Optional<SidecarReport> report(String namespace, String pod) {
    return answeringFirst().stream()
        .flatMap(registry -> registry.report(namespace, pod).stream())
        .findFirst();
  }

  /** One report for each sidecar, however many ensembles it reports to. */
  public synchronized Collection<SidecarReport> reports() {
    Map<ResourceID, SidecarReport> byPod = new HashMap<>();
    for (Registry registry : answeringFirst()) {
      registry
          .reports()
          .forEach(it -> byPod.putIfAbsent(new ResourceID(it.pod(), it.namespace()), it));
    }
    return byPod.values();
  }

  /** Whether everything asked for, in every ensemble, has been read at least once. */
  public synchronized boolean loaded() {
    return registries.values().stream().allMatch(Registry::loaded);
  }

  private List<Registry> answeringFirst() {
    return registries.values().stream()
        .sorted(Comparator.comparing(Registry::connected).reversed())
        .toList();
  }

  /** The ensembles that have a session. */
  public synchronized Set<EnsembleId> ensembles() {
    return Set.copyOf(registries.keySet());
  }

  void onChange(Consumer<Change> listener) {
    listeners.add(listener);
  }

  private Registry.Ear ear(EnsembleId ensemble) {
    return new Registry.Ear() {
      @Override
      public void paths(Set<String> paths) {
        tell(new Change.Services(services(ensemble, paths)));
      }

      @Override
      public void report(@Nullable SidecarReport before, @Nullable SidecarReport after) {
        tell(new Change.Report(before, after));
      }
    };
  }

  private synchronized Set<ResourceID> services(EnsembleId ensemble, Set<String> paths) {
    Set<ResourceID> services = new HashSet<>();
    interests.forEach((service, interest) -> {
      if (interest.ensemble().equals(ensemble) && paths.contains(interest.path())) {
        services.add(service);
      }
    });
    return services;
  }

  private void tell(Change change) {
    listeners.forEach(listener -> listener.accept(change));
  }

  /** Ends every session. */
  @Override
  public synchronized void close() {
    interests.clear();
    registries.values().forEach(Registry::close);
    registries.clear();
  }
}
