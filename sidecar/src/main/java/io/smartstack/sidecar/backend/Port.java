// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.backend;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.OptionalInt;

/**
 * A port as a configuration or a znode wrote it. Nerve publishes a port with the JSON type it was
 * configured with ({@code 8000} or {@code "8000"}), so the type is kept.
 *
 * @param text the port as text, for instance {@code 8000}; may be an unexpanded {@code $VARIABLE}
 * @param quoted whether the JSON was a string
 */
public record Port(String text, boolean quoted) {

  /** A port that was written as a JSON number. */
  public static Port of(int number) {
    return new Port(Integer.toString(number), false);
  }

  /**
   * Reads a port from JSON.
   *
   * @throws IllegalArgumentException when the value is neither a whole number nor a string
   */
  public static Port of(JsonNode json) {
    if (json.isIntegralNumber()) {
      BigInteger value = json.bigIntegerValue();
      return new Port(value.toString(), false);
    }
    if (json.isTextual()) {
      return new Port(json.textValue(), true);
    }
    throw new IllegalArgumentException("expected a port, got " + json);
  }

  /** The port's number, empty when the text is none from 1 to 65535. */
  public OptionalInt number() {
    if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalInt.empty();
    }
    int number = Integer.parseInt(text);
    return number >= 1 && number <= 65535 ? OptionalInt.of(number) : OptionalInt.empty();
  }

  /** The port in the JSON type it came in. */
  @JsonValue
  public JsonNode json() {
    return quoted || !text.chars().allMatch(c -> c >= '0' && c <= '9') || text.length() > 9
        ? TextNode.valueOf(text)
        : IntNode.valueOf(Integer.parseInt(text));
  }

  @Override
  public String toString() {
    return text;
  }
}
