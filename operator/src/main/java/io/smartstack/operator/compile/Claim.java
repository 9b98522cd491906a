// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Ports that somebody in the pod listens on.
 *
 * @param address as configured, null for the default
 * @param first lowest port
 * @param last highest port
 * @param who for messages
 */
record Claim(@Nullable String address, int first, int last, String who) {

  private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
  private static final Pattern BIND =
      Pattern.compile("\\s*bind\\s+(\\S*):(\\d{1,5})(?:-(\\d{1,5}))?(?:\\s.*)?");

  /** The claim of a service's {@code haproxy} section, if it has a port. */
  static Optional<Claim> of(ObjectNode section, @Nullable String bindAddress, String who) {
    JsonNode haproxy = section.path("haproxy");
    if (haproxy.path("disabled").asBoolean()) {
      return Optional.empty();
    }
    String address = haproxy.path("bind_address").asText(bindAddress);
    Matcher ports = PORTS.matcher(haproxy.path("port").asText());
    return ports.matches()
        ? Optional.of(of(address, ports.group(1), ports.group(2), who))
        : Optional.empty();
  }

  /** The claim of a line of an HAProxy section, if it binds a port. */
  static Optional<Claim> ofLine(String line, String who) {
    Matcher bind = BIND.matcher(line);
    return bind.matches()
        ? Optional.of(of(bind.group(1), bind.group(2), bind.group(3), who))
        : Optional.empty();
  }

  boolean meets(Claim other) {
    return first <= other.last && other.first <= last && sameAddress(other);
  }

  boolean has(int port) {
    return first <= port && port <= last;
  }

  private boolean sameAddress(Claim other) {
    String mine = plain(address);
    String others = plain(other.address);
    return mine.equals(others) || Surroundings.isAnywhere(mine) || Surroundings.isAnywhere(others);
  }

  private static Claim of(
      @Nullable String address, String first, @Nullable String last, String who) {
    int from = Integer.parseInt(first);
    return new Claim(address, from, last == null ? from : Integer.parseInt(last), who);
  }

  private static String plain(@Nullable String address) {
    return address == null || address.equals("localhost") ? "127.0.0.1" : address;
  }
}
