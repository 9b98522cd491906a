// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A case of {@code refused.yaml}.
 *
 * @param before what is there before, null when creation itself is refused
 * @param refused what can't be created, or what {@code before} can't be changed to
 * @param message part of what the API server says
 */
record Refusal(@Nullable String before, String refused, String message) {

  private static final YAMLMapper YAML = new YAMLMapper();

  static List<Refusal> all() throws IOException {
    List<Refusal> all = new ArrayList<>();
    for (JsonNode one : YAML.readTree(Path.of("src/test/resources/refused.yaml").toFile())) {
      String before = one.has("before") ? complete(one.get("before")) : null;
      String refused = complete(one.has("object") ? one.get("object") : one.get("after"));
      all.add(new Refusal(before, refused, one.get("message").asText()));
    }
    return all;
  }

  /** JSON of an object written short, with its API version. */
  static String complete(String yaml) throws IOException {
    return complete(YAML.readTree(yaml));
  }

  private static String complete(JsonNode object) {
    return ((ObjectNode) object).put("apiVersion", "smartstack.io/v1").toString();
  }

  @Override
  public String toString() {
    return message;
  }
}
