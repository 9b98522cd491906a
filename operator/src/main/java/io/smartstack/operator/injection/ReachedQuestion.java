// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
import java.util.Objects;

/**
 * A ConfigMap that nobody ever stores: it is made as a trial, and the webhook that the API server
 * asks about it marks it. The chart's webhook {@code reached.smartstack.io} is for these alone.
 */
final class ReachedQuestion {

  private static final String MARK = "smartstack.io/reached";

  private ReachedQuestion() {}

  static ConfigMap in(String namespace) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withGenerateName("smartstack-reached-")
        .withNamespace(namespace)
        .addToLabels(MARK, "asked")
        .endMetadata()
        .build();
  }

  static boolean isIt(JsonNode request) {
    return request.at("/kind/kind").asText().equals("ConfigMap");
  }

  /** The object of the request with the mark. */
  static JsonNode answered(JsonNode request) {
    JsonNode marked = request.path("object").deepCopy();
    if (marked.path("metadata") instanceof ObjectNode metadata) {
      metadata.withObjectProperty("annotations").put(MARK, "yes");
    }
    return marked;
  }

  static boolean isAnswered(ConfigMap made) {
    Map<String, String> none = Map.of();
    return Objects.requireNonNullElse(made.getMetadata().getAnnotations(), none).containsKey(MARK);
  }
}
