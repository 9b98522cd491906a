// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.smartstack.sidecar.config.HaproxyServiceConfig.CookieValueMethod;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Writes {@code server} lines, words in Synapse's order. */
final class ServerText {

  /** Where an empty slot points: the discard port, which nobody serves. */
  static final String NOWHERE = "127.0.0.1:9";

  private ServerText() {}

  static String occupied(
      String line, Candidate candidate, int id, @Nullable String cookie, boolean slot) {
    String address = address(candidate);
    String options = candidate.options() + startAnyway(candidate, address);
    String text = text(line, address, id, cookie, options);
    return slot ? text + " # " + candidate.name() : text;
  }

  static String empty(String line, int id, @Nullable String cookie, String options) {
    return text(line, NOWHERE, id, cookie, ServerOptions.join(options, "disabled"));
  }

  private static String text(
      String line, String address, int id, @Nullable String cookie, String options) {
    StringBuilder text = new StringBuilder("\tserver ").append(line).append(' ').append(address);
    if (id > 0 && !ServerOptions.has(options, "id")) {
      text.append(" id ").append(id);
    }
    if (cookie != null && !ServerOptions.has(options, "cookie")) {
      text.append(" cookie ").append(cookie);
    }
    return options.isEmpty() ? text.toString() : text.append(' ').append(options).toString();
  }

  /** A name that can't be resolved must not keep HAProxy from starting. */
  private static String startAnyway(Candidate candidate, String address) {
    boolean said = ServerOptions.has(candidate.options(), "init-addr");
    return said || IpAddress.isLiteral(address) ? "" : " init-addr last,libc,none";
  }

  private static String address(Candidate candidate) {
    return candidate.backend().address();
  }

  /** A line's cookie value. */
  static String cookie(String name, CookieValueMethod method) {
    return switch (method) {
      case NAME -> name;
      case HASH -> sha1(name);
    };
  }

  private static String sha1(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
