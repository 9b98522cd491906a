// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Results as files that other programs read. */
final class ResultJson {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ResultJson() {}

  static ObjectNode of(Result result) {
    ObjectNode json = JSON.createObjectNode();
    json.put("scenario", result.scenario())
        .put("about", result.about())
        .put("size", result.size().name())
        .put("machine", result.machine())
        .put("at", result.at().toString())
        .put("seconds", Math.round(result.seconds() * 10) / 10.0);
    ArrayNode figures = json.putArray("figures");
    result.figures().forEach(figure -> figures.add(of(figure)));
    ArrayNode notes = json.putArray("notes");
    result.notes().forEach(notes::add);
    return json;
  }

  private static ObjectNode of(Figure figure) {
    ObjectNode json = JSON.createObjectNode();
    json.put("name", figure.name()).put("unit", figure.unit()).put("value", figure.value());
    Limit limit = figure.limit();
    if (limit != null) {
      json.putObject("limit").put("name", limit.name()).put("value", limit.value());
    }
    figure.ratio().ifPresent(ratio -> json.put("ratio", ratio));
    Target target = figure.target();
    if (target != null) {
      json.put("target", target.words(figure.unit()));
      json.set("bound", bound(target));
    }
    json.put("verdict", figure.verdict().name());
    ObjectNode detail = json.putObject("detail");
    figure.detail().forEach(detail::put);
    return json;
  }

  private static ObjectNode bound(Target target) {
    ObjectNode json = JSON.createObjectNode();
    return switch (target) {
      case Target.AtMostRatio(double ratio) -> json.put("ratio", ratio);
      case Target.AtLeastRatio(double ratio) -> json.put("ratio", ratio).put("least", true);
      case Target.AtMost(double value) -> json.put("value", value);
      case Target.Zero() -> json.put("value", 0);
    };
  }

  /** Reads what an earlier run has written; nothing when there is nothing. */
  static Map<String, ObjectNode> read(Path file) {
    Map<String, ObjectNode> results = new LinkedHashMap<>();
    if (Files.exists(file)) {
      try {
        JSON.readTree(file.toFile())
            .forEach(node -> results.put(node.path("scenario").asText(), (ObjectNode) node));
      } catch (IOException e) {
        throw new UncheckedIOException(file + " can't be read", e);
      }
    }
    return results;
  }

  /** Any of Jackson's trees, or values of them, as text that ends with a line break. */
  static String text(@Nullable Object tree) {
    try {
      return JSON.writeValueAsString(tree) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
