// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.smartstack.apiserver.Kubelet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays scheduler and kubelets for the members of one namespace: a pod becomes a process, its probe
 * decides on readiness, its claim is a folder. Disks are known by the claim's uid.
 */
final class LocalNodes implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LocalNodes.class);

  private final KubernetesClient client;
  private final Kubelet kubelet;
  private final String namespace;
  private final Path home;
  private final Path disks;
  private final String network;
  private final Map<String, LocalMember> processes = new ConcurrentHashMap<>();
  private final Map<String, Boolean> readiness = new ConcurrentHashMap<>();
  private final Set<Integer> broken = ConcurrentHashMap.newKeySet();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Begins.
   *
   * @param network three numbers of an address: member n gets the fourth number n
   */
  LocalNodes(KubernetesClient client, String namespace, Path home, Path disks, String network) {
    this.client = client;
    this.kubelet = new Kubelet(client);
    this.namespace = namespace;
    this.home = home;
    this.disks = disks;
    this.network = network;
    this.thread = Thread.ofPlatform().name("nodes-" + namespace).start(this::run);
  }

  String address(int id) {
    return network + "." + id;
  }

  /** A member whose machine has failed: its process ends and doesn't come back until healed. */
  void breakDown(int id) {
    broken.add(id);
  }

  void heal(int id) {
    broken.remove(id);
  }

  private void run() {
    try {
      do {
        round();
      } while (!end.await(200, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      processes.values().forEach(LocalMember::stop);
    }
  }

  private void round() {
    try {
      var pods = client.pods().inNamespace(namespace).list().getItems();
      var alive = pods.stream().map(pod -> pod.getMetadata().getUid()).toList();
      for (String uid : Set.copyOf(processes.keySet())) {
        if (!alive.contains(uid)) {
          stop(uid);
        }
      }
      pods.forEach(this::look);
    } catch (KubernetesClientException e) {
      LOG.debug("again", e);
    }
  }

  private void look(Pod pod) {
    String uid = pod.getMetadata().getUid();
    int id = Names.id(pod.getMetadata().getName());
    try {
      if (pod.getMetadata().getDeletionTimestamp() != null) {
        stop(uid);
        kubelet.delete(pod);
      } else if (pod.getSpec().getNodeName() == null) {
        kubelet.bind(pod, "node-" + id);
      } else if (broken.contains(id)) {
        stop(uid);
        ready(pod, uid, false);
      } else {
        LocalMember process = processes.get(uid);
        if (process == null || !process.runs()) {
          processes.put(uid, start(pod));
          kubelet.ready(pod, address(id));
          kubelet.unready(pod);
          readiness.put(uid, false);
        } else {
          ready(pod, uid, serves(id));
        }
      }
    } catch (KubernetesClientException e) {
      LOG.debug("again", e);
    }
  }

  private void ready(Pod pod, String uid, boolean is) {
    if (readiness.getOrDefault(uid, false) != is) {
      if (is) {
        kubelet.ready(pod, address(Names.id(pod.getMetadata().getName())));
      } else {
        kubelet.unready(pod);
      }
      readiness.put(uid, is);
    }
  }

  private boolean serves(int id) {
    try {
      return FourLetterWord.ask(address(id), Names.CLIENT_PORT, "srvr").contains("Mode: ");
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether its process listens. */
  boolean answers(int id) {
    return new ZooKeeperMembers(() -> true).ask(address(id)).mode() != Mode.SILENT;
  }

  private LocalMember start(Pod pod) {
    String name = pod.getMetadata().getName();
    var volumes = pod.getSpec().getVolumes();
    String files =
        volumes.stream()
            .filter(volume -> volume.getConfigMap() != null)
            .findFirst()
            .orElseThrow()
            .getConfigMap()
            .getName();
    String disk =
        volumes.stream()
            .filter(volume -> volume.getPersistentVolumeClaim() != null)
            .findFirst()
            .map(volume -> claimUid(volume.getPersistentVolumeClaim().getClaimName()))
            .orElse(pod.getMetadata().getUid());
    String secret =
        pod.getSpec().getContainers().getFirst().getEnv().stream()
            .filter(it -> it.getName().equals("ZOO_SUPER_DIGEST"))
            .findFirst()
            .orElseThrow()
            .getValueFrom()
            .getSecretKeyRef()
            .getName();
    String digest =
        client
            .secrets()
            .inNamespace(namespace)
            .withName(secret)
            .require()
            .getData()
            .get(SuperSecret.DIGEST);
    return LocalMember.start(
        home,
        client.configMaps().inNamespace(namespace).withName(files).require().getData(),
        disks.resolve(disk),
        name,
        new String(Base64.getDecoder().decode(digest), UTF_8),
        disks.resolve(name + ".log"));
  }

  private String claimUid(String claim) {
    return client
        .persistentVolumeClaims()
        .inNamespace(namespace)
        .withName(claim)
        .require()
        .getMetadata()
        .getUid();
  }

  private void stop(String uid) {
    LocalMember process = processes.remove(uid);
    if (process != null) {
      process.stop();
    }
  }

  @Override
  public void close() {
    end.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
