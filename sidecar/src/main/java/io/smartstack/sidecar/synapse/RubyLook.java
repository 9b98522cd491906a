// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartstack.sidecar.backend.Backend;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Backends in the look of Ruby's inspect, as Synapse's log has always shown them. */
final class RubyLook {

  private RubyLook() {}

  static String of(List<Backend> backends) {
    return backends.stream()
        .map(backend -> of(backend.json()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String of(JsonNode value) {
    if (value.isObject()) {
      return value.properties().stream()
          .map(e -> quoted(e.getKey()) + "=>" + of(e.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(RubyLook::of)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (value.isNull()) {
      return "nil";
    }
    return value.isTextual() ? quoted(value.textValue()) : value.asText();
  }

  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t")
        + '"';
  }
}
