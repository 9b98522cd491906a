// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * One document of a Kubernetes file.
 *
 * @param tree the document
 * @param problems where what is wrong with it goes
 */
record Manifest(JsonNode tree, MachinesFile.Problems problems) {

  private static final String DEFAULT_NAMESPACE = "default";

  String kind() {
    return tree.path("kind").asText();
  }

  String apiVersion() {
    return tree.path("apiVersion").asText();
  }

  String name() {
    return tree.path("metadata").path("name").asText();
  }

  String namespace() {
    return tree.path("metadata").path("namespace").asText(DEFAULT_NAMESPACE);
  }

  /** The value at a path such as {@code spec.template.spec}. */
  JsonNode at(String path) {
    return tree.at("/" + path.replace('.', '/'));
  }

  /** Says what is wrong, with the document and the path. */
  void problem(String path, String what) {
    problems.add(kind() + " " + name() + (path.isEmpty() ? "" : ": " + path), what);
  }

  /** Refuses every key but these, by name. */
  void only(JsonNode object, String path, Set<String> known) {
    object
        .fieldNames()
        .forEachRemaining(key -> {
          if (!known.contains(key)) {
            problem(path + "." + key, "local mode can't honour it; take it out, or use a cluster");
          }
        });
  }
}
