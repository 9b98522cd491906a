// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartstack.crd.v1.SmartStack;
import java.util.ArrayList;
import java.util.List;

/** Which machines a manifest wants to be placed on. */
final class Nodes {

  private static final List<String> LABELS =
      List.of(SmartStack.GROUP + "/machine", "kubernetes.io/hostname");

  private Nodes() {}

  /**
   * A name for each replica: those that nodeSelector or node affinity give, then numbered ones.
   *
   * @param pod what has {@code nodeSelector} and {@code affinity}
   */
  static List<String> names(JsonNode pod, String name, int replicas) {
    List<String> given = given(pod);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < replicas; i++) {
      names.add(i < given.size() ? given.get(i) : name + "-" + (i + 1));
    }
    return names;
  }

  private static List<String> given(JsonNode pod) {
    for (String label : LABELS) {
      JsonNode selected = pod.path("nodeSelector").path(label);
      if (selected.isTextual()) {
        return List.of(selected.asText());
      }
      JsonNode terms =
          pod.at(
              "/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms");
      List<String> values = new ArrayList<>();
      for (JsonNode term : terms) {
        for (JsonNode expression : term.path("matchExpressions")) {
          if (expression.path("key").asText().equals(label)
              && expression.path("operator").asText().equals("In")) {
            expression.path("values").forEach(value -> values.add(value.asText()));
          }
        }
      }
      if (!values.isEmpty()) {
        return values.stream().distinct().toList();
      }
    }
    return List.of();
  }
}
