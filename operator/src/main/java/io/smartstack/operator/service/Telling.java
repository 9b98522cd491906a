// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.smartstack.operator.registry.SidecarReport;
import io.smartstack.operator.service.Nudging.Step;
import io.smartstack.operator.service.Nudging.Told;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all pods of a service are told now.
 *
 * @param writes annotations to write
 * @param behind names of pods whose sidecars don't follow
 * @param look when to look again, null for never
 */
record Telling(Map<PodFacts, String> writes, Set<String> behind, @Nullable Instant look) {

  /**
   * Decides for each pod.
   *
   * @param pods those whose files the service settles
   * @param told remembered by the pods' uids; brought up to date
   */
  static Telling of(
      List<PodFacts> pods,
      Map<String, String> wanted,
      Map<String, SidecarReport> reports,
      Map<String, Told> told,
      Instant now) {
    Map<PodFacts, String> writes = new HashMap<>();
    Set<String> behind = new HashSet<>();
    Map<String, Told> after = new HashMap<>();
    Instant look = null;
    for (PodFacts pod : pods) {
      String files = wanted.get(pod.name());
      if (files == null) {
        continue;
      }
      Step step = Nudging.next(pod, files, reports.get(pod.name()), told.get(pod.uid()), now);
      Told tells = step.told();
      if (tells != null) {
        after.put(pod.uid(), tells);
        if (step.write()) {
          writes.put(pod, tells.annotation());
        }
      }
      if (step.behind()) {
        behind.add(pod.name());
      }
      Instant next = step.look();
      if (next != null && (look == null || next.isBefore(look))) {
        look = next;
      }
    }
    told.clear();
    told.putAll(after);
    return new Telling(writes, behind, look);
  }
}
