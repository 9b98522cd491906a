// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;

/** Finds fields of ours that {@code kubectl explain} would say nothing about. */
final class Undescribed {

  /** Kubernetes' own types, whose descriptions the generator does not know. */
  private static final List<String> KUBERNETES =
      List.of(
          "affinity",
          "tolerations",
          "topologySpreadConstraints",
          "resources",
          "haproxyResources",
          "conditions");

  private Undescribed() {}

  static List<String> in(String yaml) {
    JsonNode crd = Serialization.unmarshal(yaml, JsonNode.class);
    List<String> found = new ArrayList<>();
    look(crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"), "spec", found);
    look(crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/status"), "status", found);
    return found;
  }

  private static void look(JsonNode schema, String path, List<String> found) {
    schema
        .path("properties")
        .properties()
        .forEach(field -> {
          String here = path + "." + field.getKey();
          if (!field.getValue().has("description")) {
            found.add(here);
          }
          if (!KUBERNETES.contains(field.getKey())) {
            look(field.getValue(), here, found);
            look(field.getValue().path("items"), here + "[]", found);
          }
        });
  }
}
