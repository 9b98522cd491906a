// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.smartstack.operator.compile.PodServices;
import io.smartstack.operator.status.Events;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/** Pods whose label names a SmartService that doesn't exist: each is told once, after a while. */
final class OrphanPods {

  /** Files are often applied together, and their order is no matter. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Events events;
  private final Predicate<ResourceID> serviceExists;
  private final Function<ResourceID, Optional<Pod>> pods;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().daemon().name("orphan-pods").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  OrphanPods(
      Events events,
      Predicate<ResourceID> serviceExists,
      Function<ResourceID, Optional<Pod>> pods) {
    this.events = events;
    this.serviceExists = serviceExists;
    this.pods = pods;
  }

  void seen(Pod pod) {
    if (!missing(pod).isEmpty()) {
      ResourceID id = ResourceID.fromResource(pod);
      var _ =
          timer.schedule(
              () -> pods.apply(id).ifPresent(this::tell),
              PATIENCE.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  void gone(Pod pod) {
    told.remove(pod.getMetadata().getUid());
  }

  void stop() {
    timer.shutdownNow();
  }

  private List<String> missing(Pod pod) {
    PodFacts facts = PodFacts.of(pod);
    return facts.finished() || facts.terminating() || facts.exempt()
        ? List.of()
        : PodServices.namesOf(pod.getMetadata()).stream()
            .filter(name -> !serviceExists.test(new ResourceID(name, facts.namespace())))
            .toList();
  }

  private void tell(Pod pod) {
    List<String> missing = missing(pod);
    if (!missing.isEmpty() && told.add(pod.getMetadata().getUid())) {
      events.warning(
          pod,
          "SmartServiceMissing",
          "There is no SmartService %s in namespace %s: make it, or correct the pod's label smartstack.io/service. Pods made before have to be restarted then."
              .formatted(String.join(", ", missing), pod.getMetadata().getNamespace()));
    }
  }
}
