// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import static io.smartstack.operator.service.Finding.count;
import static io.smartstack.operator.service.Finding.names;

import io.smartstack.operator.registry.SidecarReport;
import io.smartstack.operator.service.Finding.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What a person should know of a service, the gravest first. */
record Findings(Observed seen) {

  List<Finding> list() {
    List<Finding> all = new ArrayList<>(seen.compiled());
    ensemble(all);
    refused(all);
    missed(all);
    if (noneRegistered()) {
      all.add(new Finding(Reason.NoneRegistered, Unregistered.words(seen)));
    }
    callers(all);
    sidecars(all);
    unprotected(all);
    return all.stream().distinct().sorted(Comparator.comparing(Finding::reason)).toList();
  }

  private void ensemble(List<Finding> all) {
    switch (seen.ensemble()) {
      case MISSING ->
          all.add(
              new Finding(
                  Reason.EnsembleNotFound,
                  "There is no %s: make it, or change spec.ensemble. Callers go on with the backends they know."
                      .formatted(seen.ensembleId())));
      case NOT_READY -> {
        if (seen.unreachable()) {
          all.add(
              new Finding(
                  Reason.EnsembleNotReady,
                  "The %s doesn't serve: see its conditions. Callers go on with the backends they know."
                      .formatted(seen.ensembleId())));
        }
      }
      case READY, ELSEWHERE -> {
        if (seen.unreachable()) {
          all.add(
              new Finding(
                  Reason.RegistryUnreachable,
                  "The operator can't reach the %s, so numbers here are of earlier: look at it and at network policies. Callers go on with the backends they know."
                      .formatted(seen.ensembleId())));
        }
      }
    }
  }

  private void refused(List<Finding> all) {
    TreeMap<String, SidecarReport> refusing = new TreeMap<>();
    seen.reports()
        .forEach((pod, report) -> {
          if (report.refused() != null) {
            refusing.put(pod, report);
          }
        });
    if (!refusing.isEmpty()) {
      all.add(
          new Finding(
              Reason.ConfigurationRefused,
              "The present files are refused by the sidecar of %s, which goes on with earlier ones. It says: \"%s\"."
                  .formatted(
                      names(List.copyOf(refusing.keySet())),
                      refusing.firstEntry().getValue().refused())));
    }
  }

  private void missed(List<Finding> all) {
    List<PodFacts> missed = seen.missed();
    if (missed.isEmpty()) {
      return;
    }
    String why =
        missed.stream()
            .flatMap(pod -> Optional.ofNullable(pod.skipped()).stream())
            .distinct()
            .sorted()
            .findFirst()
            .map(it -> " (" + it + ")")
            .orElse("");
    String now =
        seen.repair().words().isEmpty() && seen.repair().evict() == null
            ? " Restart them, or set spec.repair: restart."
            : seen.repair().words();
    all.add(
        new Finding(
            Reason.PodsMissed,
            "%s without a sidecar%s: %s.%s"
                .formatted(
                    count(missed.size(), "pod"),
                    why,
                    names(missed.stream().map(PodFacts::name).sorted().toList()),
                    now)));
  }

  private boolean noneRegistered() {
    return seen.provides()
        && seen.registry().loaded()
        && seen.registry().connected()
        && seen.up() == 0
        && seen.pods().stream().anyMatch(pod -> pod.alive() && pod.ready());
  }

  private void callers(List<Finding> all) {
    if (!seen.staleCallers().isEmpty()) {
      all.add(
          new Finding(
              Reason.StaleCallers,
              "%s earlier backends, because the registry shows none or doesn't answer: %s."
                  .formatted(
                      seen.staleCallers().size() == 1
                          ? "1 caller keeps"
                          : seen.staleCallers().size() + " callers keep",
                      names(seen.staleCallers().stream().sorted().toList()))));
    }
  }

  private void sidecars(List<Finding> all) {
    if (!seen.behind().isEmpty()) {
      all.add(
          new Finding(
              Reason.SidecarsOutOfDate,
              "%s the present files in: %s. Look at the log of container smartstack there."
                  .formatted(
                      seen.behind().size() == 1
                          ? "1 sidecar doesn't take"
                          : seen.behind().size() + " sidecars don't take",
                      names(seen.behind().stream().sorted().toList()))));
    }
    List<String> silent =
        seen.pods().stream().filter(seen::silent).map(PodFacts::name).sorted().toList();
    if (!silent.isEmpty()) {
      all.add(
          new Finding(
              Reason.SidecarsSilent,
              "%s nothing to the registry: %s. Look at the log of container smartstack there."
                  .formatted(
                      silent.size() == 1 ? "1 sidecar says" : silent.size() + " sidecars say",
                      names(silent))));
    }
  }

  private void unprotected(List<Finding> all) {
    List<String> pods =
        seen.pods().stream()
            .filter(pod -> pod.alive() && pod.unprotected())
            .map(PodFacts::name)
            .sorted()
            .toList();
    if (!pods.isEmpty()) {
      all.add(
          new Finding(
              Reason.NotDrainProtected,
              "The application of %s keeps a preStop of its own, so it may be told to stop before callers have let go of it: see the annotation smartstack.io/drain-reason there."
                  .formatted(names(pods))));
    }
  }
}
