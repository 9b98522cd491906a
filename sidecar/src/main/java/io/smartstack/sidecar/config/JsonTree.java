// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Strict JSON, which says the same as YAML and is read many times as fast; it is also what nearly
 * every file is. Whatever is odd in the least is left to {@link YamlTree}, which has words for it.
 */
final class JsonTree {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int MOST_DIGITS = 30;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonTree() {}

  /** The tree, null when the text is not strict JSON or YAML could see something else in it. */
  static @Nullable JsonNode parse(String text) {
    if (hasOdd(text)) {
      return null;
    }
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      JsonNode tree = value(parser, 0);
      return parser.nextToken() == null ? tree : null;
    } catch (IOException | OddException e) {
      return null;
    }
  }

  /** Characters that YAML refuses or takes for the end of a line, and JSON does not. */
  private static boolean hasOdd(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029 || c >= 0xfffe) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode value(JsonParser parser, int depth) throws IOException, OddException {
    JsonToken token = parser.currentToken();
    if (token == null || depth > YamlTree.MAX_DEPTH) {
      throw new OddException();
    }
    return switch (token) {
      case START_OBJECT -> object(parser, depth);
      case START_ARRAY -> {
        ArrayNode list = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser, depth + 1));
        }
        yield list;
      }
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case VALUE_NUMBER_INT -> whole(parser.getText());
      case VALUE_NUMBER_FLOAT -> fraction(parser.getText());
      default -> throw new OddException();
    };
  }

  private static ObjectNode object(JsonParser parser, int depth) throws IOException, OddException {
    ObjectNode object = NODES.objectNode();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      if (object.replace(key, value(parser, depth + 1)) != null) {
        throw new OddException();
      }
    }
    return object;
  }

  /** To YAML a still longer one is a word. */
  private static JsonNode whole(String text) throws OddException {
    if (text.length() > MOST_DIGITS) {
      throw new OddException();
    }
    return YamlTree.whole(text);
  }

  /** Parsers of YAML differ about exponents without a sign or a point. */
  private static JsonNode fraction(String text) throws OddException {
    if (text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
      throw new OddException();
    }
    return NODES.numberNode(Double.parseDouble(text));
  }

  /** There is something that is not for us. */
  private static final class OddException extends Exception {
    OddException() {
      super(null, null, false, false);
    }
  }
}
