// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One pod: its containers in Kubernetes' order, its status, its end. */
final class RunningPod {

  private static final int CONFLICT = 409;
  private static final int GONE = 404;

  private final KubernetesClient client;
  private final Sandbox sandbox;
  private final Volumes volumes;
  private final Pod pod;
  private final List<RunningContainer> sidecars = new CopyOnWriteArrayList<>();
  private final List<RunningContainer> applications = new CopyOnWriteArrayList<>();
  private @Nullable String annotation;
  private volatile boolean ending;
  private volatile boolean killed;

  RunningPod(KubernetesClient client, Sandbox sandbox, Volumes volumes) {
    this.client = client;
    this.sandbox = sandbox;
    this.volumes = volumes;
    this.pod = sandbox.pod();
    this.annotation = annotation(pod);
  }

  Sandbox sandbox() {
    return sandbox;
  }

  /** Starts the containers: each sidecar when the one before it has started, then the others. */
  void start() {
    publish();
    for (Container container : pod.getSpec().getInitContainers()) {
      RunningContainer sidecar = run(container);
      sidecars.add(sidecar);
      sidecar.awaitStarted();
    }
    for (Container container : pod.getSpec().getContainers()) {
      if (!ending) {
        applications.add(run(container));
      }
    }
    publish();
  }

  private RunningContainer run(Container container) {
    var environment = Environment.of(client, sandbox, container);
    return RunningContainer.start(sandbox, container, environment, this::publish);
  }

  /** A changed pod is synced: kubelet then looks at its ConfigMaps. */
  void changed(Pod now) {
    String after = annotation(now);
    if (!Objects.equals(annotation, after)) {
      annotation = after;
      volumes.refresh(pod);
    }
  }

  private static @Nullable String annotation(Pod pod) {
    return pod.getMetadata().getAnnotations().get("smartstack.io/config");
  }

  /** All preStop hooks at once; SIGTERM to the applications, then to the sidecars backwards. */
  void end(Duration grace) {
    ending = true;
    Instant deadline = Instant.now().plus(grace);
    List<CompletableFuture<Void>> hooks =
        sidecars.stream().map(it -> async(() -> it.preStop(left(deadline)))).toList();
    CompletableFuture.allOf(
            applications.stream()
                .map(it ->
                    async(() -> {
                      it.preStop(left(deadline));
                      it.stop(left(deadline));
                    }))
                .toArray(CompletableFuture[]::new))
        .join();
    hooks.forEach(CompletableFuture::join);
    sidecars.reversed().forEach(it -> it.stop(left(deadline)));
    client.resource(pod).withGracePeriod(0).delete();
  }

  private static CompletableFuture<Void> async(Runnable task) {
    var done = new CompletableFuture<Void>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            task.run();
          } finally {
            done.complete(null);
          }
        });
    return done;
  }

  private static Duration left(Instant deadline) {
    Duration left = Duration.between(Instant.now(), deadline);
    return left.isPositive() ? left : Duration.ofMillis(1);
  }

  void kill() {
    ending = true;
    killed = true;
    applications.forEach(RunningContainer::kill);
    sidecars.forEach(RunningContainer::kill);
  }

  private synchronized void publish() {
    for (int attempt = 0; attempt < 20 && !killed; attempt++) {
      try {
        Pod now = client.resource(pod).get();
        if (now == null || !now.getMetadata().getUid().equals(pod.getMetadata().getUid())) {
          return;
        }
        client.resource(status(now)).updateStatus();
        return;
      } catch (KubernetesClientException e) {
        if (Thread.currentThread().isInterrupted()) {
          return; // the probe of a process that has just ended
        }
        if (!killed && e.getCode() != CONFLICT && e.getCode() != GONE) {
          throw e;
        }
      } catch (IllegalStateException e) {
        if (!killed) { // the API server ends with the tests
          throw e;
        }
      }
    }
  }

  private Pod status(Pod now) {
    int all = pod.getSpec().getContainers().size();
    boolean initialized = sidecars.size() == pod.getSpec().getInitContainers().size();
    boolean ready =
        applications.size() == all
            && applications.stream().allMatch(RunningContainer::ready)
            && sidecars.stream().allMatch(RunningContainer::ready);
    return new PodBuilder(now)
        .editOrNewStatus()
        .withPhase(applications.isEmpty() ? "Pending" : "Running")
        .withStartTime(pod.getMetadata().getCreationTimestamp())
        .withHostIP("127.0.0.1")
        .withPodIP(sandbox.address())
        .withPodIPs()
        .addNewPodIP(sandbox.address())
        .withInitContainerStatuses(sidecars.stream().map(RunningContainer::status).toList())
        .withContainerStatuses(applications.stream().map(RunningContainer::status).toList())
        .withConditions(
            condition(now, "PodScheduled", true),
            condition(now, "Initialized", initialized),
            condition(now, "ContainersReady", ready),
            condition(now, "Ready", ready))
        .endStatus()
        .build();
  }

  private static PodCondition condition(Pod pod, String type, boolean met) {
    String status = met ? "True" : "False";
    return pod.getStatus().getConditions().stream()
        .filter(it -> it.getType().equals(type) && it.getStatus().equals(status))
        .findFirst()
        .orElseGet(() ->
            new PodConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withLastTransitionTime(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .build());
  }
}
