// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartstack.sidecar.backend.Port;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What one value says, null when it says something else; numbers and flags may be quoted. */
final class Scalars {

  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,18}(\\.0+)?");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]{1,300}\\.?[0-9]{0,300}|\\.[0-9]{1,300})([eE][-+]?[0-9]{1,4})?");
  private static final Pattern INFINITE = Pattern.compile("\\+?\\.?inf(inity)?");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?[A-Za-z_][A-Za-z0-9_]*}?");
  private static final double LONGEST_SECONDS = 1e9;

  private Scalars() {}

  static @Nullable String text(JsonNode value) {
    return value.isValueNode() && !value.isNull() ? value.asText() : null;
  }

  static @Nullable Long whole(JsonNode value, long min, long max) {
    String text = numeric(value);
    if (text == null || !WHOLE.matcher(text).matches()) {
      return null;
    }
    long whole = new BigDecimal(text).longValue();
    return whole >= min && whole <= max ? (Long) whole : null;
  }

  static @Nullable Double number(JsonNode value, double min) {
    String text = numeric(value);
    if (text == null) {
      return null;
    }
    if (INFINITE.matcher(text.toLowerCase(Locale.ROOT)).matches()) {
      return Double.POSITIVE_INFINITY;
    }
    Double number = NUMBER.matcher(text).matches() ? Double.valueOf(text) : null;
    return number != null && number >= min ? number : null;
  }

  static @Nullable Duration seconds(JsonNode value, boolean zero) {
    Double number = number(value, 0);
    if (number == null || number > LONGEST_SECONDS) {
      return null;
    }
    Duration duration = Duration.ofNanos(Math.round(number * 1e9));
    return zero || duration.isPositive() ? duration : null;
  }

  static @Nullable Boolean flag(JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    return switch (value.isTextual() ? value.textValue().toLowerCase(Locale.ROOT) : "") {
      case "true" -> true;
      case "false" -> false;
      default -> null;
    };
  }

  /** A port in the type it was written in; an unexpanded variable passes for one. */
  static @Nullable Port port(JsonNode value) {
    if (!value.isIntegralNumber() && !value.isTextual()) {
      return null;
    }
    Port port = Port.of(value);
    return port.number().isPresent() || unexpanded(port.text()) ? port : null;
  }

  /** Whether the text holds a {@code $VARIABLE}. */
  static boolean unexpanded(String text) {
    return VARIABLE.matcher(text).find();
  }

  static @Nullable Path path(JsonNode value) {
    try {
      return value.isTextual() && !value.textValue().isBlank() ? Path.of(value.textValue()) : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static @Nullable String numeric(JsonNode value) {
    return value.isNumber() || value.isTextual() ? value.asText().strip() : null;
  }
}
