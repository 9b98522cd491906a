// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.smartstack.crd.v1.Reporter;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.operator.registry.EnsembleId;
import io.smartstack.operator.registry.PathView;
import io.smartstack.operator.registry.SidecarReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a service's status is made of.
 *
 * @param pods those that name the service and have not finished
 * @param wanted fingerprint of the files that each pod should have, by pod name
 * @param reports what the pods' sidecars say, by pod name
 * @param callers of every sidecar that routes to the service, {@code namespace/pod}
 * @param staleCallers those of them that keep earlier backends
 * @param behind pods whose sidecars don't take the files in, in spite of being told for long
 * @param ensemble what the cluster says of the ensemble
 * @param registry what the ensemble shows
 * @param configuration fingerprint of the service's own files; null when there are none
 * @param compiled what the files don't honour
 * @param repair what is being done about missed pods
 * @param version the operator's, which sidecars should have
 */
record Observed(
    SmartService service,
    EnsembleId ensembleId,
    List<PodFacts> pods,
    Map<String, String> wanted,
    Map<String, SidecarReport> reports,
    Set<String> callers,
    Set<String> staleCallers,
    Set<String> behind,
    EnsembleSeen ensemble,
    PathView registry,
    String zkPath,
    @Nullable String configuration,
    List<Finding> compiled,
    RepairPlan repair,
    String version,
    Instant now) {

  /** For so long a connection may be away before anybody is told: a new leader takes seconds. */
  static final Duration GRACE = Duration.ofSeconds(5);

  /** After so long a sidecar that runs should have said something. */
  static final Duration FIRST_WORD = Duration.ofSeconds(30);

  List<PodFacts> missed() {
    return pods.stream().filter(PodFacts::missed).toList();
  }

  List<PodFacts> injected() {
    return pods.stream().filter(PodFacts::injected).toList();
  }

  /** Whether its pods, or machines, are to be found in the registry. */
  boolean registers() {
    return provides() || service.getSpec().synapse() != null;
  }

  /** Whether its pods register themselves. */
  boolean provides() {
    var nerve = service.getSpec().nerve();
    return nerve != null && nerve.reporterType() == Reporter.ZOOKEEPER;
  }

  int up() {
    return registry.backends().size();
  }

  /** Whether the ensemble has been away for longer than it may. */
  boolean unreachable() {
    // Also when the clock was set back since.
    return !registry.connected()
        && (registry.since() == null
            || Duration.between(registry.since(), now).abs().compareTo(GRACE) >= 0);
  }

  /** When {@link #unreachable} or {@link #silent} may change by the mere passing of time. */
  @Nullable Instant next() {
    Instant next =
        !registry.connected() && registry.since() != null && !unreachable()
            ? registry.since().plus(GRACE)
            : null;
    for (PodFacts pod : pods) {
      Instant word = firstWord(pod);
      if (word != null && word.isAfter(now) && (next == null || word.isBefore(next))) {
        next = word;
      }
    }
    return next;
  }

  private @Nullable Instant firstWord(PodFacts pod) {
    return pod.alive() && pod.runningSince() != null && !reports.containsKey(pod.name())
        ? pod.runningSince().plus(FIRST_WORD)
        : null;
  }

  /** Whether the pod's sidecar runs and says nothing, though the registry could show it. */
  boolean silent(PodFacts pod) {
    Instant word = firstWord(pod);
    return registry.connected() && word != null && !word.isAfter(now);
  }

  boolean outOfDate(PodFacts pod) {
    if (!pod.alive()) {
      return false;
    }
    SidecarReport report = reports.get(pod.name());
    if (report == null) {
      return silent(pod);
    }
    String files = wanted.get(pod.name());
    return (files != null && !files.equals(report.config())) || otherVersion(report);
  }

  private boolean otherVersion(SidecarReport report) {
    var sidecar = service.getSpec().sidecar();
    boolean chosen = sidecar != null && sidecar.image() != null;
    return !chosen && !Objects.equals(version, report.version());
  }
}
