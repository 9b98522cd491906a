// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.smartstack.crd.v1.SmartService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** SmartServices at random, within the bounds of the schema that the API server enforces. */
final class Schema {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonNode SPEC = spec();

  private static final Map<String, List<String>> MATCHING =
      Map.of(
          "^/.*", List.of("/", "/health", "/a b", "/<%", "/%2f?x=\"y\""),
          "^(/[^/]+)+$",
              List.of("/a", "/nerve/services/x/services", "/..", "/a b/ä", "/\u0001", "/x\n"),
          "^(/.*|disabled)$", List.of("disabled", "/", "/a", "//", "/a/"),
          "^/run/smartstack/[^/]+$", List.of("/run/smartstack/beat", "/run/smartstack/\u0000"),
          "^[1-9][0-9]{0,4}-[1-9][0-9]{0,4}$", List.of("1-2", "8000-8010", "99999-1"));
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a",
          "localhost",
          "check inter 2s",
          "mode http",
          "é✓\uD83D\uDE00",
          "\uD800",
          "<% x %>",
          "<%= ENV['A'] %>",
          "a\nb",
          "\t\u0000\u007f\u0085\u2028\uFEFF",
          "${X}",
          "\"'\\",
          "*",
          "null",
          "bind 127.0.0.1:3300",
          "on",
          "1e3",
          "a/b",
          "::1",
          "option httpchk /");

  private final Random random;

  Schema(Random random) {
    this.random = random;
  }

  SmartService service(String name) {
    ObjectNode resource = JSON.objectNode();
    resource.putObject("metadata").put("name", name).put("namespace", "team");
    ObjectNode spec = (ObjectNode) value(SPEC);
    spec.remove("sidecar");
    spec.set("ensemble", ensemble());
    uses(spec);
    spec.at("/nerve/checks").forEach(check -> check((ObjectNode) check));
    resource.set("spec", spec);
    try {
      return YAML.treeToValue(resource, SmartService.class);
    } catch (IOException e) {
      throw new UncheckedIOException(resource.toString(), e);
    }
  }

  private JsonNode ensemble() {
    return random.nextBoolean()
        ? JSON.objectNode().put("name", "zk")
        : JSON.objectNode().set("hosts", JSON.arrayNode().add("10.0.0.1:99999").add("b:1"));
  }

  /** Of names that the test knows, each at most once. */
  private void uses(ObjectNode spec) {
    ArrayNode uses = JSON.arrayNode();
    for (String name : List.of("s0", "s1", "s2", "gone")) {
      if (random.nextBoolean()) {
        ObjectNode use = (ObjectNode) value(SPEC.at("/properties/uses/items"));
        use.put("name", name).remove("namespace");
        uses.add(use);
      }
    }
    spec.set("uses", uses);
  }

  /** The rules that span a check's fields. */
  private static void check(ObjectNode check) {
    if (check.path("type").asText().equals("http")) {
      check.put("uri", check.path("uri").asText("/"));
    } else {
      check.remove(List.of("uri", "expect", "headers", "openTimeout", "ssl", "sslTimeout"));
    }
  }

  private JsonNode value(JsonNode schema) {
    if (schema.has("enum")) {
      return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
    }
    return switch (schema.path("type").asText()) {
      case "object" -> object(schema);
      case "array" -> array(schema);
      case "integer" -> JSON.numberNode(Math.round(number(schema)));
      case "number" -> JSON.numberNode(number(schema));
      case "boolean" -> JSON.booleanNode(random.nextBoolean());
      case "string" -> JSON.textNode(text(schema));
      default -> any(2);
    };
  }

  private ObjectNode object(JsonNode schema) {
    ObjectNode object = JSON.objectNode();
    schema
        .path("properties")
        .properties()
        .forEach(property -> {
          if (needed(schema, property.getKey()) || random.nextInt(3) == 0) {
            object.set(property.getKey(), value(property.getValue()));
          }
        });
    if (schema.path("additionalProperties").isObject()) {
      for (int i = random.nextInt(3); i > 0; i--) {
        object.set(text(JSON.objectNode()), value(schema.get("additionalProperties")));
      }
    }
    return object;
  }

  private static boolean needed(JsonNode schema, String key) {
    for (JsonNode required : schema.path("required")) {
      if (required.asText().equals(key)) {
        return true;
      }
    }
    return false;
  }

  private ArrayNode array(JsonNode schema) {
    ArrayNode array = JSON.arrayNode();
    for (int i = random.nextInt(3); i > 0; i--) {
      array.add(value(schema.path("items")));
    }
    return array;
  }

  private double number(JsonNode schema) {
    boolean whole = schema.path("type").asText().equals("integer");
    double least = schema.path("minimum").asDouble(whole ? Integer.MIN_VALUE : -1e300);
    double most = schema.path("maximum").asDouble(whole ? Integer.MAX_VALUE : 1e300);
    if (schema.path("exclusiveMinimum").asBoolean()) {
      least = Double.MIN_VALUE;
    }
    return switch (random.nextInt(4)) {
      case 0 -> least;
      case 1 -> most;
      default -> Math.min(most, Math.max(least, random.nextInt(5000) / (whole ? 1.0 : 8.0)));
    };
  }

  private String text(JsonNode schema) {
    List<String> fitting = MATCHING.getOrDefault(schema.path("pattern").asText(), TEXTS);
    String text = fitting.get(random.nextInt(fitting.size()));
    return text.length() < schema.path("minLength").asInt(0) ? "x" : text;
  }

  private JsonNode any(int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 4)) {
      case 0 -> JSON.numberNode(random.nextInt());
      case 1 -> JSON.numberNode(random.nextDouble());
      case 2 -> JSON.booleanNode(random.nextBoolean());
      case 3 -> JSON.textNode(text(JSON.objectNode()));
      case 4 -> JSON.arrayNode().add(any(depth - 1)).addNull();
      default -> JSON.objectNode().set(text(JSON.objectNode()), any(depth - 1));
    };
  }

  private static JsonNode spec() {
    try {
      return YAML.readTree(Path.of("..", "crds", "smartservices.smartstack.io-v1.yml").toFile())
          .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
