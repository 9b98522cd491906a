// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.util.HexFormat;

/** Tells addresses from names. */
final class IpAddress {

  private IpAddress() {}

  /** Whether the host of {@code host:port} is an address, which needs no look-up. */
  static boolean isLiteral(String address) {
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? address : address.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    return isV4(bare) || isV6(bare);
  }

  /** Four numbers of up to three digits. */
  private static boolean isV4(String host) {
    int dots = 0;
    int digits = 0;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c == '.' && digits > 0) {
        dots++;
        digits = 0;
      } else if (!Words.isDigit(c) || ++digits > 3) {
        return false;
      }
    }
    return dots == 3 && digits > 0;
  }

  private static boolean isV6(String host) {
    int colons = 0;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c == ':') {
        colons++;
      } else if (c != '.' && !HexFormat.isHexDigit(c)) {
        return false;
      }
    }
    return colons >= 2;
  }
}
