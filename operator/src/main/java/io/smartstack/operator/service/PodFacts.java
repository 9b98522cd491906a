// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.smartstack.crd.v1.SmartStack;
import io.smartstack.operator.compile.PodServices;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What matters of a pod here. Two that are equal need nothing new done.
 *
 * @param services as the pod names them, the label's first
 * @param runningSince when it began to run; null when it doesn't
 * @param exempt whether it was asked to have no sidecar, or can't have one
 * @param skipped why the webhook left the sidecar out; null where it said nothing
 * @param nudged the annotation that makes its kubelet look, null for none
 */
record PodFacts(
    String namespace,
    String name,
    String uid,
    Instant created,
    List<String> services,
    @Nullable String node,
    @Nullable Instant runningSince,
    boolean ready,
    boolean finished,
    boolean terminating,
    boolean injected,
    boolean exempt,
    boolean unprotected,
    @Nullable String skipped,
    @Nullable String nudged,
    @Nullable Owner owner) {

  private static final String SIDECAR = "smartstack";
  private static final String MIRROR = "kubernetes.io/config.mirror";
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  /** The controller that made a pod and makes another when it goes. */
  record Owner(String kind, String name, String uid) {
    /** Whether a pod that is taken away is made anew. */
    boolean replaces() {
      return !kind.equals("Job");
    }

    @Override
    public String toString() {
      return kind + " " + name;
    }
  }

  static PodFacts of(Pod pod) {
    var metadata = pod.getMetadata();
    Map<String, String> annotations =
        Objects.requireNonNullElse(metadata.getAnnotations(), Map.of());
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    boolean running = "Running".equals(phase);
    return new PodFacts(
        metadata.getNamespace(),
        metadata.getName(),
        metadata.getUid(),
        Instant.parse(metadata.getCreationTimestamp()),
        PodServices.namesOf(metadata),
        pod.getSpec().getNodeName(),
        running ? runningSince(pod) : null,
        running && condition(pod, "Ready") != null,
        phase != null && ENDED.contains(phase),
        metadata.getDeletionTimestamp() != null,
        pod.getSpec().getInitContainers().stream().anyMatch(it -> SIDECAR.equals(it.getName())),
        exempt(pod, annotations),
        "unprotected".equals(annotations.get(SmartStack.DRAIN)),
        annotations.get(SmartStack.INJECTION_REASON),
        annotations.get(SmartStack.CONFIG),
        metadata.getOwnerReferences().stream()
            .filter(it -> Boolean.TRUE.equals(it.getController()))
            .findFirst()
            .map(PodFacts::owner)
            .orElse(null));
  }

  private static Owner owner(OwnerReference reference) {
    return new Owner(reference.getKind(), reference.getName(), reference.getUid());
  }

  private static boolean exempt(Pod pod, Map<String, String> annotations) {
    boolean windows =
        pod.getSpec().getOs() != null && "windows".equals(pod.getSpec().getOs().getName());
    return "false".equals(annotations.get(SmartStack.INJECT))
        || annotations.containsKey(MIRROR)
        || windows;
  }

  // Initialized turns true when the sidecars have started; without it, the pod's own start counts.
  private static @Nullable Instant runningSince(Pod pod) {
    PodCondition initialized = condition(pod, "Initialized");
    String time =
        initialized != null && initialized.getLastTransitionTime() != null
            ? initialized.getLastTransitionTime()
            : pod.getStatus().getStartTime();
    return Instant.parse(time == null ? pod.getMetadata().getCreationTimestamp() : time);
  }

  private static @Nullable PodCondition condition(Pod pod, String type) {
    return pod.getStatus().getConditions().stream()
        .filter(it -> type.equals(it.getType()) && "True".equals(it.getStatus()))
        .findFirst()
        .orElse(null);
  }

  /** Whether it should have a sidecar and has none. */
  boolean missed() {
    return !injected && !exempt && !finished && !terminating;
  }

  /** Whether a sidecar works in it, or soon will. */
  boolean alive() {
    return injected && !finished && !terminating;
  }

  /** Whether it is one of {@code owner}'s. */
  boolean of(Owner other) {
    return owner != null && owner.uid().equals(other.uid());
  }

  PodServices set() {
    List<String> sorted = services.stream().skip(1).sorted().toList();
    return new PodServices(Stream.concat(services.stream().limit(1), sorted.stream()).toList());
  }
}
