// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import static io.smartstack.operator.service.Finding.count;

import io.fabric8.kubernetes.api.model.Condition;
import io.smartstack.operator.service.Finding.Reason;
import io.smartstack.operator.status.Conditions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Ready, Injected, Registered, Degraded. */
record ConditionsOf(Observed seen, List<Finding> findings, Conditions conditions) {

  private static final Set<Reason> REGISTRY =
      Set.of(Reason.EnsembleNotFound, Reason.EnsembleNotReady, Reason.RegistryUnreachable);
  private static final int LONGEST = 2000;

  List<Condition> list() {
    ready();
    injected();
    registered();
    degraded();
    return conditions.list();
  }

  private Optional<Finding> found(Set<Reason> reasons) {
    return findings.stream().filter(it -> reasons.contains(it.reason())).findFirst();
  }

  private void ready() {
    if (seen.configuration() == null) {
      Finding why =
          found(Set.of(Reason.NameTaken, Reason.WriteRefused, Reason.ConfigurationRefused))
              .orElse(new Finding(Reason.ConfigurationRefused, "There are no files."));
      conditions.put("Ready", false, why.reason().name(), why.message());
    } else if (seen.registers()) {
      registeredOrNot("Ready", "Serving");
    } else {
      conditions.put(
          "Ready",
          true,
          "CallsOnly",
          "The service only calls others; %d of %s a sidecar."
              .formatted(
                  seen.injected().size(),
                  count(seen.pods().size(), "pod") + (seen.pods().size() == 1 ? " has" : " have")));
    }
  }

  private void injected() {
    Optional<Finding> missed = found(Set.of(Reason.PodsMissed));
    if (missed.isPresent()) {
      conditions.put("Injected", false, missed.get().reason().name(), missed.get().message());
    } else if (seen.pods().isEmpty()) {
      conditions.put(
          "Injected",
          true,
          "NoPods",
          "No pod has the label smartstack.io/service: %s."
              .formatted(seen.service().getMetadata().getName()));
    } else {
      conditions.put("Injected", true, "Injected", "Every pod that should have a sidecar has one.");
    }
  }

  private void registered() {
    if (seen.registers()) {
      registeredOrNot("Registered", "Registered");
    } else {
      conditions.put(
          "Registered", true, "NothingToRegister", "The service provides nothing to others.");
    }
  }

  private void registeredOrNot(String type, String good) {
    Optional<Finding> registry = found(REGISTRY);
    if (registry.isPresent() && registry.get().reason() == Reason.EnsembleNotFound) {
      conditions.put(type, false, registry.get().reason().name(), registry.get().message());
    } else if (registry.isPresent()) {
      conditions.unknown(type, registry.get().reason().name(), registry.get().message());
    } else if (!seen.registry().loaded()) {
      conditions.unknown(
          type, "Connecting", "The operator has not read the %s yet.".formatted(seen.ensembleId()));
    } else if (seen.up() > 0) {
      List<String> absent = seen.provides() ? Unregistered.pods(seen) : List.of();
      conditions.put(
          type,
          true,
          good,
          count(seen.up(), "backend")
              + (seen.up() == 1 ? " is registered." : " are registered.")
              + (absent.isEmpty() ? "" : " Not yet: " + Finding.names(absent) + "."));
    } else {
      nothing(type);
    }
  }

  private void nothing(String type) {
    if (seen.pods().isEmpty()) {
      conditions.put(
          type,
          false,
          seen.provides() ? "NoPods" : "NoneRegistered",
          seen.provides()
              ? "No pod has the label smartstack.io/service: %s, and nobody else is registered below %s."
                  .formatted(seen.service().getMetadata().getName(), seen.zkPath())
              : "Nobody is registered below %s.".formatted(seen.zkPath()));
      return;
    }
    Optional<Finding> missed = found(Set.of(Reason.PodsMissed));
    if (missed.isPresent() && seen.injected().isEmpty()) {
      conditions.put(type, false, missed.get().reason().name(), missed.get().message());
    } else {
      conditions.put(type, false, Reason.NoneRegistered.name(), Unregistered.words(seen));
    }
  }

  private void degraded() {
    if (findings.isEmpty()) {
      conditions.put("Degraded", false, "AsWanted", "Everything is as it should be.");
      return;
    }
    String all = findings.stream().map(Finding::message).collect(Collectors.joining(" "));
    conditions.put(
        "Degraded",
        true,
        findings.getFirst().reason().name(),
        all.length() > LONGEST ? all.substring(0, LONGEST) + "…" : all);
  }
}
