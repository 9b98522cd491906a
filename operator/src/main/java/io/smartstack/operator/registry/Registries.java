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
import java.util.function.Function;
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

  /** One ensemble, and who wants to know which path of it. */
  private record Followed(Registry registry, Map<String, Set<ResourceID>> services) {}

  private final InstantSource clock;
  private final Map<EnsembleId, Followed> registries = new HashMap<>();
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
    Followed followed = registries.computeIfAbsent(ensemble, this::followed);
    followed.registry().connect(hosts);
    Interest before = interests.put(service, now);
    if (!now.equals(before)) {
      followed.services().computeIfAbsent(path, _ -> new HashSet<>()).add(service);
      followed.registry().follow(path);
      if (before != null) {
        leave(service, before);
      }
    }
  }

  private Followed followed(EnsembleId ensemble) {
    return new Followed(new Registry(ensemble, ear(ensemble), clock), new HashMap<>());
  }

  /** Reads no more for a service; its ensemble's session ends with the last service there. */
  public synchronized void forget(ResourceID service) {
    Interest before = interests.remove(service);
    if (before != null) {
      leave(service, before);
    }
  }

  private void leave(ResourceID service, Interest left) {
    Followed followed = registries.get(left.ensemble());
    if (followed == null) {
      return;
    }
    Set<ResourceID> others = followed.services().get(left.path());
    if (others != null && others.remove(service) && others.isEmpty()) {
      followed.services().remove(left.path());
      followed.registry().forget(left.path());
    }
    if (followed.services().isEmpty()) {
      registries.remove(left.ensemble());
      followed.registry().close();
    }
  }

  /** What is known of a path; {@link PathView#UNKNOWN} where no service asked for it. */
  public synchronized PathView view(EnsembleId ensemble, String path) {
    Followed followed = registries.get(ensemble);
    return followed == null ? PathView.UNKNOWN : followed.registry().view(path);
  }

  /** What a pod's sidecar says of itself, in an ensemble that answers if there is one. */
  public synchronized Optional<SidecarReport> report(String namespace, String pod) {
    ResourceID id = new ResourceID(pod, namespace);
    return answeringFirst().stream().flatMap(registry -> registry.report(id).stream()).findFirst();
  }

  /** One report for each sidecar, however many ensembles it reports to. */
  public synchronized Collection<SidecarReport> reports() {
    return one(Registry::reports);
  }

  /** The same of those alone that route to a service. */
  public synchronized Collection<SidecarReport> callersOf(String namespace, String service) {
    ResourceID id = new ResourceID(service, namespace);
    return one(registry -> registry.callersOf(id));
  }

  private Collection<SidecarReport> one(Function<Registry, Collection<SidecarReport>> all) {
    Map<ResourceID, SidecarReport> byPod = new HashMap<>();
    for (Registry registry : answeringFirst()) {
      all.apply(registry)
          .forEach(it -> byPod.putIfAbsent(new ResourceID(it.pod(), it.namespace()), it));
    }
    return byPod.values();
  }

  /** Whether a path, and the sidecars' reports in its ensemble, have been read at least once. */
  public synchronized boolean loaded(EnsembleId ensemble, String path) {
    Followed followed = registries.get(ensemble);
    return followed != null
        && followed.registry().reported()
        && followed.registry().view(path).loaded();
  }

  /** Whether the sidecars' reports in every ensemble have been read at least once. */
  public synchronized boolean reported() {
    return registries.values().stream().map(Followed::registry).allMatch(Registry::reported);
  }

  private List<Registry> answeringFirst() {
    return registries.values().stream()
        .map(Followed::registry)
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
    Followed followed = registries.get(ensemble);
    return followed == null
        ? Set.of()
        : paths.stream()
            .flatMap(path -> followed.services().getOrDefault(path, Set.of()).stream())
            .collect(Collectors.toSet());
  }

  private void tell(Change change) {
    listeners.forEach(listener -> listener.accept(change));
  }

  /** Ends every session. */
  @Override
  public synchronized void close() {
    interests.clear();
    registries.values().forEach(followed -> followed.registry().close());
    registries.clear();
  }
}
