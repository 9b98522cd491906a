// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.smartstack.operator.registry.RegisteredBackend;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Pods that run and that the registry doesn't show. */
final class Unregistered {

  private Unregistered() {}

  static List<String> pods(Observed seen) {
    Set<String> registered =
        seen.registry().backends().stream()
            .map(RegisteredBackend::name)
            .collect(Collectors.toSet());
    return seen.pods().stream()
        .filter(pod -> pod.alive() && pod.runningSince() != null)
        .map(PodFacts::name)
        .filter(name -> !registered.contains(name))
        .sorted()
        .toList();
  }

  static String words(Observed seen) {
    return "Nothing is registered below %s though %s: look at the checks of spec.nerve and at the log of container smartstack there."
        .formatted(
            seen.zkPath(),
            seen.pods().size() == 1
                ? "pod " + seen.pods().getFirst().name() + " runs"
                : Finding.count(seen.pods().size(), "pod") + " run");
  }
}
