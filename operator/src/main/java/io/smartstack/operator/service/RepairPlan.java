// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.smartstack.operator.service.PodFacts.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is done about missed pods next.
 *
 * @param evict the one pod to evict now; null for none
 * @param words for people, empty when there is nothing to say
 * @param again when to look again although nothing changed; null for never
 */
record RepairPlan(@Nullable PodFacts evict, String words, @Nullable Duration again) {

  /** Nothing is done. */
  static final RepairPlan NONE = new RepairPlan(null, "", null);

  /** After so long an evicted pod's place may stay empty: its controller was scaled down. */
  static final Duration REPLACEMENT = Duration.ofMinutes(2);

  /**
   * An owner's last eviction.
   *
   * @param pod uid of the pod that was evicted
   * @param before uids of the owner's pods at that time
   */
  record Eviction(Instant at, String pod, Set<String> before) {}

  /** Plans; {@code evictions} by the owners' uids. */
  static RepairPlan of(Collection<PodFacts> all, Map<String, Eviction> evictions, Instant now) {
    List<PodFacts> pods = all.stream().filter(pod -> !pod.finished()).toList();
    List<PodFacts> candidates = new ArrayList<>();
    Set<String> hopeless = new TreeSet<>();
    List<String> left = new ArrayList<>();
    for (PodFacts pod : inOrder(pods)) {
      Owner owner = pod.owner();
      if (owner == null || !owner.replaces()) {
        left.add(pod.name());
      } else if (again(pods, owner, evictions.get(owner.uid()))) {
        hopeless.add(owner.toString());
      } else {
        candidates.add(pod);
      }
    }
    Optional<String> wait = waiting(pods, candidates, evictions, now);
    String words =
        wait.map(it -> " Repair waits for " + it + ".").orElse("")
            + (hopeless.isEmpty()
                ? ""
                : " Repair has stopped for %s: a pod made after the eviction was missed again, so look at why the webhook can't inject it."
                    .formatted(Finding.names(List.copyOf(hopeless))))
            + (left.isEmpty()
                ? ""
                : " Nothing would make %s anew, so restart it yourself."
                    .formatted(Finding.names(left)));
    PodFacts next = wait.isPresent() || candidates.isEmpty() ? null : candidates.getFirst();
    return new RepairPlan(next, words, wait.isPresent() ? REPLACEMENT : null);
  }

  private static List<PodFacts> inOrder(List<PodFacts> pods) {
    return pods.stream()
        .filter(PodFacts::missed)
        .sorted(Comparator.comparing(PodFacts::created).thenComparing(PodFacts::name))
        .toList();
  }

  /** Whether the newest of the pods that came after an eviction was missed as well. */
  private static boolean again(List<PodFacts> pods, Owner owner, @Nullable Eviction eviction) {
    if (eviction == null) {
      return false;
    }
    List<PodFacts> later =
        pods.stream()
            .filter(pod -> pod.of(owner) && !eviction.before().contains(pod.uid()))
            .toList();
    Optional<Instant> newest = later.stream().map(PodFacts::created).max(Instant::compareTo);
    return newest.isPresent()
        && later.stream()
            .filter(pod -> pod.created().equals(newest.get()))
            .allMatch(PodFacts::missed);
  }

  /** What has to come first: every owner that was or will be touched has all its pods ready. */
  private static Optional<String> waiting(
      List<PodFacts> pods,
      List<PodFacts> candidates,
      Map<String, Eviction> evictions,
      Instant now) {
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    Set<Owner> concerned =
        pods.stream()
            .flatMap(pod -> Optional.ofNullable(pod.owner()).stream())
            .filter(owner -> evictions.containsKey(owner.uid()))
            .collect(Collectors.toSet());
    Optional.ofNullable(candidates.getFirst().owner()).ifPresent(concerned::add);
    for (Owner owner : concerned) {
      List<PodFacts> its = pods.stream().filter(pod -> pod.of(owner)).toList();
      for (PodFacts pod : its) {
        // One that was missed and isn't ready serves nobody: its eviction takes nothing away.
        if (pod.terminating() || (!pod.ready() && !pod.missed())) {
          return Optional.of("pod " + pod.name() + " of " + owner);
        }
      }
      Eviction eviction = evictions.get(owner.uid());
      if (eviction != null
          && now.isBefore(eviction.at().plus(REPLACEMENT))
          && (its.size() < eviction.before().size() || notHeardOf(eviction, its))) {
        return Optional.of(owner + " to replace a pod");
      }
    }
    return Optional.empty();
  }

  /** The evicted pod stands there as if nothing had happened: what is known is older. */
  private static boolean notHeardOf(Eviction eviction, List<PodFacts> pods) {
    return pods.stream().anyMatch(pod -> pod.uid().equals(eviction.pod()));
  }
}
