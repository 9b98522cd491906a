// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.operator;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.smartstack.bench.parts.Crowd;
import io.smartstack.crd.v1.SmartService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The limit: a client that knows already what to write, and writes it. */
final class Bare implements AutoCloseable {

  private static final String NAMESPACE = "floor";
  private static final String FIELD_MANAGER = "smartstack-operator";
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("service")
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final ConfigMap pattern;
  private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Watch watch;

  private record Seen(String mark, long time) {}

  /**
   * Begins to answer edits.
   *
   * @param pattern a ConfigMap of the size that is usual
   */
  Bare(Cluster cluster, ConfigMap pattern) {
    this.client = cluster.client();
    this.pattern = pattern;
    cluster.namespaces(List.of(NAMESPACE));
    client.resource(map("asked", "0")).create();
    watch =
        client
            .configMaps()
            .inNamespace(NAMESPACE)
            .watch(
                Sightings.fromNowOn(client),
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, ConfigMap map) {
                    saw(map);
                  }

                  @Override
                  public void onClose(@Nullable WatcherException cause) {}
                });
  }

  private ConfigMap map(String name, String mark) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .addToAnnotations("mark", mark)
        .endMetadata()
        .withData(pattern.getData())
        .build();
  }

  private void saw(ConfigMap map) {
    String mark = map.getMetadata().getAnnotations().getOrDefault("mark", "");
    if (map.getMetadata().getName().equals("asked")) {
      thread.execute(() -> apply(map("answered", mark)));
    } else if (map.getMetadata().getName().equals("answered")) {
      var _ = seen.offer(new Seen(mark, System.nanoTime()));
    }
  }

  private void apply(ConfigMap map) {
    client.resource(map).fieldManager(FIELD_MANAGER).forceConflicts().serverSideApply();
  }

  /** One edit by somebody, and the write that it asks for: ms until a watch shows the second. */
  double edit(String mark) throws InterruptedException, TimeoutException {
    long begin = System.nanoTime();
    client
        .configMaps()
        .inNamespace(NAMESPACE)
        .withName("asked")
        .patch(
            Settlement.MERGE, "{\"metadata\":{\"annotations\":{\"mark\":\"%s\"}}}".formatted(mark));
    for (Seen answer = next(); ; answer = next()) {
      if (answer.mark().equals(mark)) {
        return (answer.time() - begin) / 1e6;
      }
    }
  }

  private Seen next() throws InterruptedException, TimeoutException {
    Seen next = seen.poll(30, TimeUnit.SECONDS);
    if (next == null) {
      throw new TimeoutException("the bare client's write was not seen");
    }
    return next;
  }

  /** Writes what the operator wrote, so many at a time; seconds. */
  static double rewrite(
      KubernetesClient client, List<ConfigMap> maps, List<SmartService> services, int atOnce)
      throws Exception {
    List<Runnable> writes = new ArrayList<>();
    maps.stream()
        .map(Bare::fresh)
        .forEach(map ->
            writes.add(() ->
                client
                    .resource(map)
                    .fieldManager(FIELD_MANAGER)
                    .forceConflicts()
                    .serverSideApply()));
    services.stream()
        .map(Bare::statusOnly)
        .forEach(service ->
            writes.add(() -> client.resource(service).subresource("status").patch(APPLY)));
    long begin = System.nanoTime();
    new Crowd(atOnce).each(writes, Runnable::run);
    return (System.nanoTime() - begin) / 1e9;
  }

  private static ConfigMap fresh(ConfigMap map) {
    var metadata = map.getMetadata();
    return new ConfigMapBuilder(map)
        .withMetadata(
            new ObjectMetaBuilder()
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .withLabels(metadata.getLabels())
                .withAnnotations(metadata.getAnnotations())
                .withOwnerReferences(metadata.getOwnerReferences())
                .build())
        .build();
  }

  private static SmartService statusOnly(SmartService service) {
    var fresh = new SmartService();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(service.getMetadata().getNamespace())
            .withName(service.getMetadata().getName())
            .build());
    fresh.setStatus(service.getStatus());
    return fresh;
  }

  /** What the operator wrote into these namespaces. */
  static List<ConfigMap> written(KubernetesClient client, List<String> namespaces) {
    return namespaces.stream().flatMap(namespace -> maps(client, namespace)).toList();
  }

  private static Stream<ConfigMap> maps(KubernetesClient client, String namespace) {
    return client
        .configMaps()
        .inNamespace(namespace)
        .withLabel("app.kubernetes.io/managed-by", "smartstack-operator")
        .list()
        .getItems()
        .stream();
  }

  @Override
  public void close() {
    watch.close();
    thread.shutdown();
  }
}
