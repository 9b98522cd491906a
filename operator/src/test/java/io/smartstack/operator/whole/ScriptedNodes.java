// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.smartstack.apiserver.Kubelet;
import io.smartstack.operator.ensemble.ScriptedEnsemble;
import io.smartstack.operator.process.Core;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;

/**
 * Says that every pod of a namespace is ready, lets members serve, and leaves in a real ZooKeeper
 * what sidecars would: a registration, and a report of the files that they were last told of.
 */
final class ScriptedNodes implements AutoCloseable {

  private static final int PAUSE_MS = 250;

  /** Addresses that nobody has and nobody calls. */
  private static final String NETWORK = "192.0.2.";

  private final Kubelet kubelet;
  private final CuratorFramework zooKeeper;
  private final String namespace;
  private final ScriptedEnsemble ensemble;
  private final Seen seen;
  private final Set<String> runs = new HashSet<>();
  private final Set<String> ended = new HashSet<>();
  private final Map<String, String> reported = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closed;

  ScriptedNodes(
      KubernetesClient client,
      CuratorFramework zooKeeper,
      String namespace,
      ScriptedEnsemble ensemble,
      Seen seen) {
    this.seen = seen;
    this.kubelet = new Kubelet(client);
    this.zooKeeper = zooKeeper;
    this.namespace = namespace;
    this.ensemble = ensemble;
    this.thread = Thread.ofPlatform().daemon().name("nodes-" + namespace).start(this::run);
  }

  private void run() {
    try {
      while (!closed) {
        for (Pod pod : seen.pods()) {
          try {
            play(pod);
          } catch (KubernetesClientException e) {
            // It has gone or changed meanwhile: the next round sees it.
          }
        }
        seen.awaitNews(PAUSE_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      if (!closed) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void play(Pod pod) throws Exception {
    int member = member(pod);
    // By its uid: the next pod of that name may be there before the news that this one has gone.
    String uid = pod.getMetadata().getUid();
    if (ended.contains(uid)) {
      return;
    }
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      ensemble.ends(member);
      kubelet.delete(pod);
      ended.add(uid);
    } else if (!runs.contains(uid)) {
      String address = NETWORK + (member > 0 ? member : 99);
      if (pod.getSpec().getNodeName() == null) {
        kubelet.bind(pod, "node");
      }
      if (member > 0) {
        ensemble.serves(member, address);
      }
      kubelet.ready(pod, address);
      runs.add(uid);
    } else if ("injected"
        .equals(pod.getMetadata().getAnnotations().get("smartstack.io/injection"))) {
      sidecar(pod);
    }
  }

  private static int member(Pod pod) {
    String name = pod.getMetadata().getName();
    return name.matches(ScriptedEnsemble.NAME + "-\\d+")
        ? Integer.parseInt(name.substring(name.lastIndexOf('-') + 1)) + 1
        : 0;
  }

  private void sidecar(Pod pod) throws Exception {
    String name = pod.getMetadata().getName();
    String uid = pod.getMetadata().getUid();
    String service = pod.getMetadata().getLabels().getOrDefault("smartstack.io/service", "");
    String told = pod.getMetadata().getAnnotations().get("smartstack.io/config");
    // Until it is told, it has the files that it started with: a kubelet looks by itself once a
    // minute.
    String files =
        told == null ? reported.getOrDefault(uid, files(pod)) : told.replaceFirst("[.]\\d+$", "");
    if (files.isEmpty() || files.equals(reported.put(uid, files))) {
      return;
    }
    var report = new TreeMap<>(Map.of("config", "\"" + files + "\""));
    report.put("version", "\"" + Core.version() + "\"");
    report.put("calls", service.equals("service-b") ? "[\"service-a\"]" : "[]");
    report.put("stale", "[]");
    report.put("draining", "false");
    leave("/smartstack/sidecars/%s/%s".formatted(namespace, name), json(report));
    leave(
        "/nerve/services/%s.%s/services/%s_0000000000".formatted(service, namespace, name),
        "{\"host\":\"" + NETWORK + "99\",\"port\":8000,\"name\":\"" + name + "\"}");
  }

  private static String json(Map<String, String> members) {
    var text = new StringBuilder();
    members.forEach(
        (key, value) -> text.append(text.isEmpty() ? "" : ",").append("\"" + key + "\":" + value));
    return "{" + text + "}";
  }

  /** Of the ConfigMap that the pod mounts; empty as long as there is none. */
  private String files(Pod pod) {
    return pod.getSpec().getVolumes().stream()
        .map(Volume::getConfigMap)
        .filter(it -> it != null && it.getName().startsWith("smartstack-"))
        .map(it -> seen.configMap(it.getName()))
        .filter(it -> it != null)
        .map(ScriptedNodes::hash)
        .findFirst()
        .orElse("");
  }

  private static String hash(ConfigMap map) {
    return map.getMetadata().getAnnotations().getOrDefault("smartstack.io/config", "");
  }

  private void leave(String path, String data) throws Exception {
    byte[] bytes = data.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    try {
      zooKeeper.create().creatingParentsIfNeeded().forPath(path, bytes);
    } catch (KeeperException.NodeExistsException e) {
      zooKeeper.setData().forPath(path, bytes);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
