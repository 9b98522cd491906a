// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Names of registrations: {@code service_a_node_1_0000000002}, or with path encoding {@code
 * base64_172_<payload>_0000000002}, where 172 is the length of the encoded payload.
 *
 * <p>Names of types that ZooKeeper does not number end at the last underscore, as they do in Ruby.
 */
public final class ZnodeName {

  /** Longest encoded payload put into a name; a longer one gets the plain name. */
  public static final int PATH_ENCODING_MAX = 65536;

  private static final String ENCODED = "base64_";

  private ZnodeName() {}

  /** The plain name up to and with the underscore before the number. */
  public static String plain(String instanceId) {
    return instanceId + "_";
  }

  /**
   * The path-encoded name up to and with the underscore before the number; the plain one when the
   * payload is too long.
   */
  public static String encoded(String instanceId, byte[] payload) {
    String text = Base64.getUrlEncoder().encodeToString(payload);
    return text.length() > PATH_ENCODING_MAX
        ? plain(instanceId)
        : ENCODED + text.length() + "_" + text + "_";
  }

  /** The number at the end of a name, empty when there is none. */
  public static OptionalLong sequence(String name) {
    int start = name.lastIndexOf('_') + 1;
    return start > 0 && digits(name, start, name.length(), 18)
        ? OptionalLong.of(Long.parseLong(name, start, name.length(), 10))
        : OptionalLong.empty();
  }

  /**
   * The payload in a path-encoded name, empty when the name is plain or was damaged; the caller
   * then reads the znode's data, which always holds the payload too.
   */
  public static Optional<byte[]> payload(String name) {
    int end = name.startsWith(ENCODED) ? name.indexOf('_', ENCODED.length()) : -1;
    if (end < 0) {
      return Optional.empty();
    }
    if (!digits(name, ENCODED.length(), end, 9)) {
      return Optional.empty();
    }
    int start = end + 1;
    int stop = start + Integer.parseInt(name, ENCODED.length(), end, 10);
    if (stop >= name.length() || name.charAt(stop) != '_') {
      return Optional.empty();
    }
    try {
      byte[] text = name.substring(start, stop).getBytes(StandardCharsets.ISO_8859_1);
      return Optional.of(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean digits(String text, int from, int to, int most) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return to > from && to - from <= most;
  }
}
