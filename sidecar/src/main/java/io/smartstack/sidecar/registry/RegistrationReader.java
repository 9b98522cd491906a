// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.registry.Registration.Reading;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what anybody may have written into a znode and trusts none of it. */
final class RegistrationReader {

  private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}._:%\\[\\]-]+");

  private RegistrationReader() {}

  static Reading read(byte[] data) {
    if (data.length == 0) {
      return new Reading.Unusable("no data");
    }
    try {
      JsonNode json = Registration.JSON.readTree(data);
      return new Reading.Usable(registration(json));
    } catch (Refusal e) {
      return new Reading.Unusable(e.reason);
    } catch (IOException e) {
      return new Reading.Unusable("bad JSON");
    }
  }

  private static Registration registration(JsonNode json) throws Refusal {
    if (!json.isObject()) {
      throw new Refusal("not a JSON object");
    }
    return new Registration(
        host(json),
        port(json),
        text(json, "name"),
        weight(json),
        text(json, "haproxy_server_options"),
        labels(json));
  }

  private static String host(JsonNode json) throws Refusal {
    String host = text(json, "host");
    if (host == null || host.isEmpty()) {
      throw new Refusal("no host");
    }
    if (has(host, Character::isWhitespace)) {
      throw new Refusal("host has a blank in it");
    }
    // HAProxy would take unix@…, fd@… or a path for a socket of this machine.
    if (has(host, c -> !isPlain(c)) && !HOST.matcher(host).matches()) {
      throw new Refusal("host is no name or address");
    }
    return host;
  }

  private static Port port(JsonNode json) throws Refusal {
    JsonNode port = json.path("port");
    if (port.isMissingNode() || port.isNull()) {
      throw new Refusal("no port");
    }
    if ((!port.isIntegralNumber() && !port.isTextual()) || Port.of(port).number().isEmpty()) {
      throw new Refusal("port is not a number from 1 to 65535");
    }
    return Port.of(port);
  }

  private static @Nullable Integer weight(JsonNode json) throws Refusal {
    JsonNode weight = json.path("weight");
    if (weight.isMissingNode() || weight.isNull()) {
      return null;
    }
    String text = weight.asText();
    boolean whole = weight.isIntegralNumber() || weight.isTextual();
    if (!whole || !text.matches("[0-9]{1,9}")) {
      throw new Refusal("weight is not a whole number of 0 or more");
    }
    return Integer.valueOf(text);
  }

  private static @Nullable Map<String, JsonNode> labels(JsonNode json) throws Refusal {
    JsonNode labels = json.path("labels");
    if (labels.isMissingNode() || labels.isNull()) {
      return null;
    }
    if (!labels.isObject()) {
      throw new Refusal("labels are not a JSON object");
    }
    Map<String, JsonNode> map = new LinkedHashMap<>();
    labels.properties().forEach(label -> map.put(label.getKey(), label.getValue()));
    return map;
  }

  private static @Nullable String text(JsonNode json, String key) throws Refusal {
    JsonNode value = json.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new Refusal(key + " is not a string");
    }
    // These end up in HAProxy's configuration, where a line break would start a line of its own.
    if (has(value.textValue(), Character::isISOControl)) {
      throw new Refusal(key + " has a control character in it");
    }
    return value.textValue();
  }

  /** Whether it may be in any host's name; most consist of these alone. */
  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '-' && c <= ':' && c != '/');
  }

  private static boolean has(String text, IntPredicate character) {
    for (int i = 0; i < text.length(); i++) {
      if (character.test(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** Ends the reading with its reason. */
  private static final class Refusal extends Exception {
    private final String reason;

    Refusal(String reason) {
      super(reason);
      this.reason = reason;
    }
  }
}
