// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.smartstack.crd.v1.Repair;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.operator.service.PodFacts.Owner;
import io.smartstack.operator.service.RepairPlan.Eviction;
import io.smartstack.operator.status.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Evicts missed pods, one at a time, where the service asks for it.
 *
 * @param reached whether a pod that is made now gets its sidecar
 */
record Repairs(PodWrites writes, Events events, BooleanSupplier reached) {

  private static final Duration AGAIN = Duration.ofSeconds(10);
  private static final Duration SOON = Duration.ofSeconds(2);

  /** Does the next step; what comes back says what is being done. */
  RepairPlan step(SmartService service, List<PodFacts> pods, Memory memory, Instant now) {
    if (service.getSpec().repair() == Repair.NONE) {
      return RepairPlan.NONE;
    }
    RepairPlan plan = RepairPlan.of(pods, memory.evictions, now);
    PodFacts pod = plan.evict();
    Owner owner = pod == null ? null : pod.owner();
    if (pod == null || owner == null) {
      return plan;
    }
    try {
      if (!reached.getAsBoolean()) {
        return new RepairPlan(
            pod,
            " Repair waits: the API server doesn't reach the webhook now, so pod %s would be missed again.%s"
                .formatted(pod.name(), plan.words()),
            SOON);
      }
      return switch (writes.evict(pod)) {
        case DONE -> {
          memory.evictions.put(owner.uid(), new Eviction(now, pod.uid(), uids(pods, owner)));
          events.normal(
              service,
              "SidecarRepaired",
              "Pod %s of %s was evicted, so that it is made anew with a sidecar."
                  .formatted(pod.name(), owner));
          yield new RepairPlan(
              pod,
              " Repair has evicted %s and waits for its replacement.%s"
                  .formatted(pod.name(), plan.words()),
              RepairPlan.REPLACEMENT);
        }
        case GONE -> new RepairPlan(pod, plan.words(), null);
        case NOT_NOW ->
            new RepairPlan(
                pod,
                " Repair waits: a PodDisruptionBudget doesn't let pod %s go now.%s"
                    .formatted(pod.name(), plan.words()),
                AGAIN);
      };
    } catch (KubernetesClientException e) {
      return new RepairPlan(
          pod,
          " Repair can't evict pod %s: %s%s".formatted(pod.name(), e.getMessage(), plan.words()),
          AGAIN);
    }
  }

  private static Set<String> uids(List<PodFacts> pods, Owner owner) {
    return pods.stream()
        .filter(pod -> pod.of(owner))
        .map(PodFacts::uid)
        .collect(Collectors.toUnmodifiableSet());
  }
}
