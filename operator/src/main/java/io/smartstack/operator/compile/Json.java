// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** JSON as people write it, the same for the same content. */
final class Json {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final double LARGEST_PLAIN = 1e15;
  private static final double SMALLEST_PLAIN = 1e-9;
  private static final int DELETE = 0x7f;

  // The sidecar's reader takes YAML, which has no character of control in plain sight.
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(NODES)
          .build();

  private static final ObjectWriter WRITER = MAPPER.writer().with(printer()).with(new WithDelete());

  private Json() {}

  static ObjectNode object() {
    return NODES.objectNode();
  }

  /** Indented, with a newline at the end. */
  static String text(JsonNode node) {
    try {
      return WRITER.writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /** The object of a text that once came from here; empty when it is none. */
  static ObjectNode parse(@Nullable String text) {
    try {
      return text != null && MAPPER.readTree(text) instanceof ObjectNode object ? object : object();
    } catch (JsonProcessingException e) {
      return object();
    }
  }

  static ArrayNode list(List<String> lines) {
    ArrayNode list = NODES.arrayNode();
    lines.forEach(list::add);
    return list;
  }

  /** A number without needless digits. */
  static JsonNode number(double number) {
    if (number == Math.rint(number) && Math.abs(number) < LARGEST_PLAIN) {
      return LongNode.valueOf((long) number);
    }
    boolean plain = Math.abs(number) < LARGEST_PLAIN && Math.abs(number) > SMALLEST_PLAIN;
    return plain
        ? DecimalNode.valueOf(new BigDecimal(BigDecimal.valueOf(number).toPlainString()))
        : NODES.textNode(Double.toString(number));
  }

  /** The values with their keys in order, since none was promised. */
  static ObjectNode sorted(Map<String, JsonNode> values) {
    ObjectNode object = object();
    new TreeMap<>(values).forEach((key, value) -> object.set(key, sorted(value)));
    return object;
  }

  static JsonNode sorted(JsonNode value) {
    if (value.isObject()) {
      Map<String, JsonNode> fields = new TreeMap<>();
      value.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
      return sorted(fields);
    }
    if (value.isArray()) {
      ArrayNode list = NODES.arrayNode();
      value.forEach(element -> list.add(sorted(element)));
      return list;
    }
    return value;
  }

  private static DefaultPrettyPrinter printer() {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    return new DefaultPrettyPrinter(separators).withObjectIndenter(lines).withArrayIndenter(lines);
  }

  private static final class WithDelete extends CharacterEscapes {

    private static final long serialVersionUID = 1L;

    private final int[] escapes = standardAsciiEscapesForJSON();

    private WithDelete() {
      escapes[DELETE] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return escapes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return null;
    }
  }
}
