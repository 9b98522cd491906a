// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Makes a custom resource definition of a type, finished where the generator has no words for it.
 */
final class CrdYaml {

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .build();

  private static final Map<String, String> CONDITION =
      Map.of(
          "type", "What it speaks of.",
          "status", "True, False or Unknown.",
          "reason", "Why, in one word.",
          "message", "Why, and what to do about it.",
          "lastTransitionTime", "Since when status is what it is.",
          "observedGeneration", "The generation of the spec that it speaks of.");

  private CrdYaml() {}

  static String of(Class<? extends CustomResource<?, ?>> type, String description, Path scratch)
      throws IOException {
    new CRDGenerator().customResourceClasses(type).inOutputDir(scratch.toFile()).detailedGenerate();
    Path file = scratch.resolve(CustomResource.getCRDName(type) + "-v1.yml");
    ObjectNode crd = (ObjectNode) YAML.readTree(file.toFile());
    ObjectNode version = (ObjectNode) crd.at("/spec/versions/0");
    version.set("additionalPrinterColumns", columns(type));
    ObjectNode schema = (ObjectNode) version.at("/schema/openAPIV3Schema");
    schema.put("description", description);
    describe(schema, "/properties/spec", "What is wanted.");
    describe(schema, "/properties/status", "What has become of it; written by the operator.");
    if (schema.at("/properties/spec/properties/uses") instanceof ObjectNode uses) {
      mapByKeys(uses, "namespace", "name");
      ((ObjectNode) uses.at("/items/properties/namespace")).put("default", "");
    }
    if (schema.at("/properties/spec/properties/config") instanceof ObjectNode config) {
      config.put("maxProperties", 64);
    }
    conditions((ObjectNode) schema.at("/properties/status/properties/conditions"));
    return "# Made from the types of this module: mvn -pl crds test -DupdateCrds\n"
        + YAML.writeValueAsString(crd);
  }

  /** The generator sorts columns by path; people read them in the order they were declared in. */
  private static ArrayNode columns(Class<?> type) {
    ArrayNode columns = YAML.createArrayNode();
    for (AdditionalPrinterColumn column :
        type.getAnnotationsByType(AdditionalPrinterColumn.class)) {
      ObjectNode node =
          columns
              .addObject()
              .put("name", column.name())
              .put("type", column.type().getValue())
              .put("jsonPath", column.jsonPath());
      if (column.priority() > 0) {
        node.put("priority", column.priority());
      }
    }
    return columns;
  }

  private static void describe(JsonNode schema, String path, String description) {
    ((ObjectNode) schema.at(path)).put("description", description);
  }

  /** What a condition's fields mean, which Fabric8's own type does not say. */
  private static void conditions(ObjectNode conditions) {
    mapByKeys(conditions, "type");
    ObjectNode item = (ObjectNode) conditions.get("items");
    CONDITION.forEach((field, text) -> describe(item, "/properties/" + field, text));
    ArrayNode required = item.putArray("required");
    List.of("type", "status").forEach(required::add);
  }

  private static void mapByKeys(ObjectNode list, String... keys) {
    list.put("x-kubernetes-list-type", "map");
    ArrayNode names = list.putArray("x-kubernetes-list-map-keys");
    List.of(keys).forEach(names::add);
  }
}
