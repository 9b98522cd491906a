// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.smartstack.bench.parts.BareZooKeeper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/**
 * All sidecars, played by one ZooKeeper session: their registrations, their reports, and that they
 * take new files in at once when their pod is told.
 */
final class Sidecars implements AutoCloseable {

  private static final int AT_ONCE = 200;
  private static final String REPORTS = "/smartstack/sidecars";
  private static final String TOLD = "smartstack.io/config";

  private final ZooKeeper zookeeper;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Set<String> made = ConcurrentHashMap.newKeySet();
  private volatile @Nullable KeeperException failure;

  /** What a report says besides the files, by the pod's namespace and name. */
  private final Map<String, Said> said = new ConcurrentHashMap<>();

  private @Nullable Watch watch;

  private record Said(String config, List<String> calls) {}

  private Sidecars(ZooKeeper zookeeper) {
    this.zookeeper = zookeeper;
  }

  static Sidecars connect(String address) throws IOException, InterruptedException {
    return new Sidecars(BareZooKeeper.connect(address));
  }

  /** Registers a pod and says which files its sidecar has. */
  void up(
      String namespace,
      String service,
      String pod,
      String address,
      String config,
      List<String> calls)
      throws InterruptedException, KeeperException {
    String path = "/nerve/services/%s.%s/services".formatted(service, namespace);
    parents(path);
    create(
        path + "/" + pod + "_",
        "{\"host\":\"%s\",\"port\":8000,\"name\":\"%s\"}".formatted(address, pod),
        CreateMode.PERSISTENT_SEQUENTIAL);
    parents(REPORTS + "/" + namespace);
    var now = new Said(config, calls);
    said.put(namespace + "/" + pod, now);
    create(REPORTS + "/" + namespace + "/" + pod, report(now), CreateMode.PERSISTENT);
  }

  private synchronized void parents(String path) throws InterruptedException, KeeperException {
    if (made.add(path)) {
      BareZooKeeper.ensure(zookeeper, path);
    }
  }

  private void create(String path, String data, CreateMode mode) throws InterruptedException {
    places.acquire();
    zookeeper.create(
        path,
        data.getBytes(UTF_8),
        ZooDefs.Ids.OPEN_ACL_UNSAFE,
        mode,
        (code, at, _, _) -> done(code, at),
        this);
  }

  private void done(int code, String path) {
    if (code != KeeperException.Code.OK.intValue()) {
      failure = KeeperException.create(KeeperException.Code.get(code), path);
    }
    places.release();
  }

  /** Waits until all that was asked for is acknowledged. */
  void settle() throws InterruptedException, KeeperException {
    places.acquire(AT_ONCE);
    places.release(AT_ONCE);
    KeeperException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  private static String report(Said said) {
    return "{\"config\":\"%s\",\"version\":\"%s\",\"calls\":[%s],\"stale\":[],\"draining\":false}"
        .formatted(
            said.config(),
            Cluster.VERSION,
            said.calls().stream().map(it -> '"' + it + '"').collect(Collectors.joining(",")));
  }

  /** From now on a pod that is told of other files has them. */
  void follow(KubernetesClient client) {
    watch =
        client
            .pods()
            .inAnyNamespace()
            .withLabel("smartstack.io/service")
            .watch(
                Sightings.fromNowOn(client),
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, Pod pod) {
                    told(pod);
                  }

                  @Override
                  public void onClose(@Nullable WatcherException cause) {}
                });
  }

  private void told(Pod pod) {
    String annotation = pod.getMetadata().getAnnotations().get(TOLD);
    String key = pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    Said before = said.get(key);
    if (annotation == null || before == null) {
      return;
    }
    String config = annotation.replaceFirst("\\..*", "");
    if (!config.equals(before.config())) {
      Said now = new Said(config, before.calls());
      said.put(key, now);
      zookeeper.setData(
          REPORTS + "/" + key, report(now).getBytes(UTF_8), -1, (_, _, _, _) -> {}, this);
    }
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
    try {
      zookeeper.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
