// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.smartstack.apiserver.ApiServer;
import io.smartstack.apiserver.Kubelet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A small kubelet: runs the pods of some namespaces as processes of this machine, each pod on a
 * loopback address of its own, in Kubernetes' order of starting and ending.
 */
final class PodRunner implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final String ENSEMBLE = "smartstack.io/ensemble";

  private final KubernetesClient client;
  private final Path directory;
  private final Path hosts;
  private final Loopback loopback;
  private final Workshop workshop;
  private final Scheduler scheduler;
  private final Set<String> namespaces = ConcurrentHashMap.newKeySet();
  private final Map<String, RunningPod> pods = new ConcurrentHashMap<>();
  private final Set<String> ending = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable Throwable failure;

  PodRunner(ApiServer api, Loopback loopback) throws IOException {
    this.client = api.admin();
    this.loopback = loopback;
    this.directory = Files.createTempDirectory(api.directory(), "pods-");
    this.workshop = Workshop.in(directory);
    this.hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
    this.scheduler = new Scheduler(client, new Kubelet(client));
    Runtime.getRuntime().addShutdownHook(new Thread(this::killAll));
    this.thread = Thread.ofPlatform().name("pod-runner").daemon().start(this::run);
  }

  /** From now on the namespace's pods run. */
  void serve(String namespace) {
    namespaces.add(namespace);
  }

  /** The address of a pod that runs. */
  String address(Pod pod) {
    RunningPod running = pods.get(pod.getMetadata().getUid());
    if (running == null) {
      throw new NoSuchElementException(pod.getMetadata().getName() + " doesn't run");
    }
    return running.sandbox().address();
  }

  /** Where the pod's logs and files are. */
  Path directory(Pod pod) {
    return directory.resolve(pod.getMetadata().getName() + "-" + pod.getMetadata().getUid());
  }

  private void run() {
    try {
      while (!closed) {
        for (String namespace : namespaces) {
          sync(namespace);
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      failure = e;
      if (!closed) {
        e.printStackTrace();
      }
    }
  }

  private void sync(String namespace) throws IOException {
    Map<String, Pod> now =
        client.pods().inNamespace(namespace).list().getItems().stream()
            .collect(Collectors.toMap(it -> it.getMetadata().getUid(), it -> it));
    for (Pod pod : now.values()) {
      RunningPod running = pods.get(pod.getMetadata().getUid());
      if (pod.getMetadata().getDeletionTimestamp() != null) {
        end(pod, running);
      } else if (running != null) {
        running.changed(pod);
      } else {
        begin(pod);
      }
    }
    pods.values()
        .removeIf(it -> {
          boolean gone =
              it.sandbox().namespace().equals(namespace)
                  && !now.containsKey(it.sandbox().pod().getMetadata().getUid());
          if (gone) {
            it.kill();
          }
          return gone;
        });
    writeHosts();
  }

  private void begin(Pod pod) throws IOException {
    Path home = directory(pod);
    var volumes = new Volumes(client, home, directory.resolve("claims"));
    Map<String, Path> mounted = volumes.mount(pod);
    if (mounted.size() < pod.getSpec().getVolumes().size()) {
      return; // a ConfigMap is missing: kubelet waits for it
    }
    String node =
        scheduler.schedule(pod, pods.values().stream().map(it -> it.sandbox().node()).toList());
    Path run = mounted.getOrDefault("smartstack-run", home.resolve("run"));
    Files.createDirectories(run);
    var sandbox = new Sandbox(pod, addressFor(pod), node, home, run, hosts, workshop, mounted);
    RunningPod running = new RunningPod(client, sandbox, volumes);
    pods.put(pod.getMetadata().getUid(), running);
    writeHosts();
    Thread.ofVirtual().name("pod-" + sandbox.name()).start(running::start);
  }

  private String addressFor(Pod pod) {
    String ensemble = pod.getMetadata().getLabels().get(ENSEMBLE);
    String name = pod.getMetadata().getName();
    return ensemble == null
        ? loopback.next()
        : loopback.member(
            pod.getMetadata().getNamespace(),
            ensemble,
            Integer.parseInt(name.substring(name.lastIndexOf('-') + 1)) + 1);
  }

  private void end(Pod pod, @Nullable RunningPod running) {
    if (!ending.add(pod.getMetadata().getUid())) {
      return;
    }
    if (running == null) {
      client.resource(pod).withGracePeriod(0).delete();
    } else {
      var grace = Duration.ofSeconds(pod.getMetadata().getDeletionGracePeriodSeconds());
      Thread.ofVirtual().start(() -> running.end(grace));
    }
  }

  /** The cluster's DNS: members by their names, and the client Service as all members. */
  private void writeHosts() throws IOException {
    String lines =
        Stream.concat(
                Stream.of("127.0.0.1 localhost"),
                pods.values().stream()
                    .map(RunningPod::sandbox)
                    .filter(it -> it.pod().getMetadata().getLabels().containsKey(ENSEMBLE))
                    .flatMap(PodRunner::names))
            .sorted()
            .collect(Collectors.joining("\n", "", "\n"));
    // In place, because the file is mounted; and only when it changes.
    if (!Files.readString(hosts).equals(lines)) {
      Files.writeString(hosts, lines);
    }
  }

  private static Stream<String> names(Sandbox member) {
    String ensemble = member.pod().getMetadata().getLabels().get(ENSEMBLE);
    String domain = member.namespace() + ".svc.cluster.local";
    return Stream.of(
        "%s %s.%s-members.%s".formatted(member.address(), member.name(), ensemble, domain),
        "%s %s-client.%s".formatted(member.address(), ensemble, domain));
  }

  private void killAll() {
    pods.values().forEach(RunningPod::kill);
  }

  /** What stopped it, null when nothing did. */
  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    killAll();
  }
}
