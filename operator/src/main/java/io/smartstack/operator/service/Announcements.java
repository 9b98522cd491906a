// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.operator.registry.RegisteredBackend;
import io.smartstack.operator.status.Events;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tells people what is new about a service. */
record Announcements(Events events) {

  private static final int AT_ONCE = 5;

  /** Tells of what holds now and did not before. */
  void findings(SmartService service, Memory memory, List<Finding> findings) {
    for (Finding finding : findings) {
      if (memory.announced.add(finding.reason())) {
        events.warning(service, finding.reason().name(), finding.message());
      }
    }
    memory.announced.retainAll(findings.stream().map(Finding::reason).collect(Collectors.toSet()));
  }

  /** Tells of backends that went although their pod, or machine, was not told to go. */
  void backends(Observed seen, Memory memory) {
    if (!seen.registry().connected() || !seen.registry().loaded()) {
      return;
    }
    Set<String> now =
        seen.registry().backends().stream()
            .map(RegisteredBackend::name)
            .collect(Collectors.toSet());
    if (memory.backends != null) {
      Set<String> before = memory.backends;
      seen.pods().stream()
          .filter(PodFacts::alive)
          .map(PodFacts::name)
          .filter(name -> before.contains(name) && !now.contains(name))
          .sorted()
          .limit(AT_ONCE)
          .forEach(name ->
              events.warning(
                  seen.service(),
                  "BackendGone",
                  "Pod %s is registered no more though it runs: its checks fail, or its sidecar is away."
                      .formatted(name)));
    }
    memory.backends = now;
  }

  /** Tells the pods of a service that is gone. */
  void deleted(
      SmartService service, List<PodFacts> pods, Function<ResourceID, Optional<Pod>> lookup) {
    pods.stream()
        .filter(PodFacts::alive)
        .limit(AT_ONCE)
        .flatMap(pod -> lookup.apply(new ResourceID(pod.name(), pod.namespace())).stream())
        .forEach(pod ->
            events.warning(
                pod,
                "SmartServiceDeleted",
                "SmartService %s is gone. The sidecar goes on with the files it has until the pod ends: make the service again, or take the label off the pod's template."
                    .formatted(service.getMetadata().getName())));
  }

  /** Tells of files that changed. */
  void configurations(SmartService service, Configurations.Settled settled) {
    for (String map : settled.written()) {
      events.normal(
          service,
          "ConfigurationChanged",
          "ConfigMap %s has new files, fingerprint %s; its pods are told."
              .formatted(map, settled.fingerprints().get(map)));
    }
  }
}
