// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the admin endpoint listens.
 *
 * @param socket the address, null for nowhere
 * @param chosen whether somebody asked for it; then the process fails where it is taken, else it
 *     goes on without
 */
record AdminAddress(@Nullable InetSocketAddress socket, boolean chosen) {

  /**
   * Reads {@code ADDRESS:PORT}, {@code [IPV6]:PORT} or {@code off}.
   *
   * @param option what the command line says, null for nothing
   * @param fallback used then
   * @throws IllegalArgumentException when it is none of these
   */
  static AdminAddress of(@Nullable String option, String fallback) {
    boolean chosen = option != null && !option.isBlank();
    String text = option == null || option.isBlank() ? fallback : option.strip();
    if (text.equals("off")) {
      return new AdminAddress(null, chosen);
    }
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon < 1 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
      throw new IllegalArgumentException("--admin: expected ADDRESS:PORT or off, got " + text);
    }
    String host = text.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
    InetSocketAddress socket = new InetSocketAddress(host, Integer.parseInt(port));
    if (socket.isUnresolved()) {
      throw new IllegalArgumentException("--admin: unknown address " + host);
    }
    return new AdminAddress(socket, chosen);
  }
}
