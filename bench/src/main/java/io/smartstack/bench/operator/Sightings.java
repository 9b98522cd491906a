// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.operator;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.smartstack.crd.v1.SmartService;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a watch shows of the ConfigMaps that the operator makes and of SmartServices' statuses. */
final class Sightings implements AutoCloseable {

  private static final String MADE_BY_THE_OPERATOR =
      "app.kubernetes.io/managed-by=smartstack-operator,smartstack.io/service";

  private static final long AGAIN_MS = 200;

  private final int pods;

  /** When the files of a ConfigMap changed last, by namespace and name. */
  private final Map<String, Long> files = new HashMap<>();

  /** Services whose status says that all their pods are registered and their files are there. */
  private final Set<String> settled = new HashSet<>();

  /** What a status says of the files, by namespace and name of the service. */
  private final Map<String, String> configurations = new HashMap<>();

  private final Watch maps;
  private final Watch services;

  /** Begins to look. */
  Sightings(KubernetesClient client, int pods) {
    this.pods = pods;
    maps =
        client
            .configMaps()
            .inAnyNamespace()
            .withLabelSelector(MADE_BY_THE_OPERATOR)
            .watch(fromNowOn(client), new Eye<>(this::saw));
    services =
        client
            .resources(SmartService.class)
            .inAnyNamespace()
            .watch(fromNowOn(client), new Eye<>(this::saw));
  }

  /** What is there already is not told of. */
  static ListOptions fromNowOn(KubernetesClient client) {
    String now =
        client
            .configMaps()
            .inNamespace(Cluster.HOME)
            .list(new ListOptionsBuilder().withLimit(1L).build())
            .getMetadata()
            .getResourceVersion();
    return new ListOptionsBuilder().withResourceVersion(now).build();
  }

  private record Eye<T extends HasMetadata>(Consumer<T> sees) implements Watcher<T> {
    @Override
    public void eventReceived(Action action, T resource) {
      if (action == Action.ADDED || action == Action.MODIFIED) {
        sees.accept(resource);
      }
    }

    @Override
    public void onClose(@Nullable WatcherException cause) {}
  }

  static String key(HasMetadata object) {
    return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
  }

  private synchronized void saw(ConfigMap map) {
    files.put(key(map), System.nanoTime());
    notifyAll();
  }

  private synchronized void saw(SmartService service) {
    var status = service.getStatus();
    if (status == null
        || status.up() == null
        || status.configuration() == null
        || status.conditions() == null) {
      return;
    }
    configurations.put(key(service), status.configuration());
    boolean ready =
        status.conditions().stream()
            .anyMatch(it -> it.getType().equals("Ready") && it.getStatus().equals("True"));
    if (ready && status.up() == pods) {
      settled.add(key(service));
    }
    notifyAll();
  }

  /** Forgets all that was seen. */
  synchronized void forget() {
    files.clear();
    settled.clear();
    configurations.clear();
  }

  synchronized boolean allThere(int number) {
    return files.size() >= number && settled.size() >= number;
  }

  /** The fingerprint that a status shows; empty when none was seen. */
  synchronized String configuration(String service) {
    return configurations.getOrDefault(service, "");
  }

  /** Whether each of these ConfigMaps changed since. */
  synchronized boolean changed(Collection<String> keys, long since) {
    return keys.stream().allMatch(key -> files.getOrDefault(key, Long.MIN_VALUE) >= since);
  }

  /** When the last of these changed. */
  synchronized long lastChange(Collection<String> keys) {
    return keys.stream()
        .mapToLong(key -> files.getOrDefault(key, Long.MIN_VALUE))
        .max()
        .orElseThrow();
  }

  /** Waits until something holds; it is asked anew with every sighting. */
  synchronized void await(String what, Duration patience, BooleanSupplier holds)
      throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + patience.toNanos();
    while (!holds.getAsBoolean()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new TimeoutException(
            "%s: not within %s; %d ConfigMaps and %d statuses were seen"
                .formatted(what, patience, files.size(), settled.size()));
      }
      wait(Math.max(1, Math.min(AGAIN_MS, left / 1_000_000)));
    }
  }

  @Override
  public void close() {
    maps.close();
    services.close();
  }
}
