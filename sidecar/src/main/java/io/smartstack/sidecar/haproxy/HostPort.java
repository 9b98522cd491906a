// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

/** A server's {@code host:port}; the host of an IPv6 address without its brackets. */
record HostPort(String host, int port) {

  /** Reads {@code host:port}, {@code [v6]:port} or {@code v6:port}; port 0 when there is none. */
  static HostPort of(String address) {
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? address : address.substring(0, colon);
    String port = colon < 0 ? "" : address.substring(colon + 1);
    boolean number = port.length() <= 5 && Words.isNumber(port);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    return new HostPort(host, number ? Integer.parseInt(port) : 0);
  }

  /** As {@code add server} takes it. */
  String text() {
    String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == 0 ? bracketed : bracketed + ":" + port;
  }
}
