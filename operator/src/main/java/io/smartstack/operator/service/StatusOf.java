// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.fabric8.kubernetes.api.model.Condition;
import io.smartstack.crd.v1.BackendStatus;
import io.smartstack.crd.v1.SmartServiceStatus;
import io.smartstack.operator.registry.RegisteredBackend;
import io.smartstack.operator.status.Conditions;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A service's status. */
final class StatusOf {

  static final int BACKENDS = 50;
  static final int MISSED = 20;

  private StatusOf() {}

  /**
   * The status that fits what was seen.
   *
   * @param findings what a person should know
   */
  static SmartServiceStatus observed(Observed seen, List<Finding> findings) {
    var service = seen.service();
    var before = service.getStatus();
    if (before != null && !seen.registry().loaded()) {
      return unread(seen, findings, before);
    }
    return new SmartServiceStatus(
        service.getMetadata().getGeneration(),
        seen.zkPath(),
        seen.configuration(),
        seen.pods().size(),
        number(seen, PodFacts::injected),
        seen.up(),
        seen.callers().size(),
        seen.staleCallers().size(),
        number(seen, seen::outOfDate),
        number(seen, pod -> pod.alive() && pod.unprotected()),
        orNull(seen.missed().stream().map(PodFacts::name).sorted().limit(MISSED).toList()),
        orNull(backends(seen)),
        new ConditionsOf(seen, findings, conditions(service.getStatus(), seen)).list());
  }

  /** Nothing could be read yet: what the registry showed to an earlier process stays. */
  private static SmartServiceStatus unread(
      Observed seen, List<Finding> findings, SmartServiceStatus before) {
    var service = seen.service();
    return new SmartServiceStatus(
        service.getMetadata().getGeneration(),
        seen.zkPath(),
        seen.configuration(),
        seen.pods().size(),
        number(seen, PodFacts::injected),
        before.up(),
        before.callers(),
        before.stale(),
        before.outOfDate(),
        number(seen, pod -> pod.alive() && pod.unprotected()),
        orNull(seen.missed().stream().map(PodFacts::name).sorted().limit(MISSED).toList()),
        before.backends(),
        new ConditionsOf(seen, findings, conditions(before, seen)).list());
  }

  /** The status of a service that is left alone: as it was, and why. */
  static SmartServiceStatus paused(
      @Nullable SmartServiceStatus before, @Nullable Long generation, InstantSource clock) {
    List<Condition> old = before == null ? null : before.conditions();
    Conditions conditions =
        new Conditions(old, generation, clock)
            .put(
                "Paused",
                true,
                "PausedByAnnotation",
                "The annotation smartstack.io/paused is \"true\": nothing is written and the rest of this status is of earlier. Take it off to go on.");
    List<Condition> all =
        Stream.concat(
                old == null
                    ? Stream.empty()
                    : old.stream().filter(it -> !it.getType().equals("Paused")),
                conditions.list().stream())
            .toList();
    return before == null
        ? new SmartServiceStatus(
            null, null, null, null, null, null, null, null, null, null, null, null, all)
        : new SmartServiceStatus(
            before.observedGeneration(),
            before.zkPath(),
            before.configuration(),
            before.pods(),
            before.injected(),
            before.up(),
            before.callers(),
            before.stale(),
            before.outOfDate(),
            before.unprotected(),
            before.missed(),
            before.backends(),
            all);
  }

  private static Conditions conditions(@Nullable SmartServiceStatus before, Observed seen) {
    return new Conditions(
        before == null ? null : before.conditions(),
        seen.service().getMetadata().getGeneration(),
        InstantSource.fixed(seen.now()));
  }

  private static int number(Observed seen, Predicate<PodFacts> which) {
    return Math.toIntExact(seen.pods().stream().filter(which).count());
  }

  private static List<BackendStatus> backends(Observed seen) {
    Map<String, @Nullable String> nodes = new HashMap<>();
    seen.pods().forEach(pod -> nodes.put(pod.name(), pod.node()));
    return seen.registry().backends().stream()
        .limit(BACKENDS)
        .map(it -> backend(it, nodes.get(it.name())))
        .toList();
  }

  private static BackendStatus backend(RegisteredBackend backend, @Nullable String node) {
    return new BackendStatus(
        backend.name(),
        backend.address(),
        node,
        backend.since().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static <T> @Nullable List<T> orNull(List<T> list) {
    return list.isEmpty() ? null : list;
  }
}
