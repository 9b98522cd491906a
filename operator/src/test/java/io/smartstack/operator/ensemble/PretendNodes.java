// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.smartstack.apiserver.Kubelet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Members that only exist in Kubernetes: a pod is ready at once, unless its image is {@code
 * …:0.0.0}. They agree on who votes as ZooKeeper's would.
 */
final class PretendNodes implements Members, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PretendNodes.class);
  private static final String NETWORK = "10.71.0.";

  private final CountDownLatch end = new CountDownLatch(1);
  private final Set<Integer> up = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> running = new ConcurrentHashMap<>();
  private final List<Integer> asked = new ArrayList<>();
  private TreeSet<Integer> voters = new TreeSet<>();
  private long version = 1;

  PretendNodes(int size) {
    voters.addAll(Situation.upTo(size));
  }

  void play(KubernetesClient client, String namespace) {
    var kubelet = new Kubelet(client);
    Thread.startVirtualThread(() -> run(client, namespace, kubelet));
  }

  private void run(KubernetesClient client, String namespace, Kubelet kubelet) {
    try {
      while (!end.await(50, TimeUnit.MILLISECONDS)) {
        try {
          var pods = client.pods().inNamespace(namespace).list().getItems();
          var alive = pods.stream().map(it -> it.getMetadata().getUid()).toList();
          running.entrySet().removeIf(it -> !alive.contains(it.getKey()) && gone(it.getValue()));
          pods.forEach(pod -> look(kubelet, pod));
        } catch (KubernetesClientException e) {
          LOG.debug("again", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean gone(int id) {
    up.remove(id);
    return true;
  }

  private void look(Kubelet kubelet, Pod pod) {
    int id = Names.id(pod.getMetadata().getName());
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      up.remove(id);
      kubelet.delete(pod);
    } else if (pod.getSpec().getNodeName() == null) {
      kubelet.bind(pod, "node-" + id);
    } else if (!running.containsKey(pod.getMetadata().getUid())
        && !pod.getSpec().getContainers().getFirst().getImage().endsWith(":0.0.0")) {
      kubelet.ready(pod, NETWORK + id);
      running.put(pod.getMetadata().getUid(), id);
      up.add(id);
    }
  }

  synchronized int questions() {
    return asked.size();
  }

  @Override
  public synchronized Answer ask(String host) {
    int id = Integer.parseInt(host.substring(NETWORK.length()));
    asked.add(id);
    if (!up.contains(id)) {
      return Answer.SILENT;
    }
    var serving = voters.stream().filter(up::contains).toList();
    if (serving.size() < Membership.majority(voters.size())) {
      return Answer.WAITING;
    }
    return new Answer(
        serving.getFirst() == id ? Mode.LEADER : Mode.FOLLOWER, Membership.of(version, voters));
  }

  @Override
  public synchronized void reconfigure(
      String host,
      String credentials,
      @Nullable String joining,
      @Nullable Integer leaving,
      long decidedOn) {
    if (decidedOn != version || !credentials.startsWith("super:")) {
      throw new ReconfigurationException("refused", new IllegalArgumentException());
    }
    voters = new TreeSet<>(voters);
    if (joining != null) {
      voters.addAll(Membership.voters(joining));
    }
    if (leaving != null) {
      voters.remove(leaving);
    }
    version++;
  }

  @Override
  public void close() {
    end.countDown();
  }
}
