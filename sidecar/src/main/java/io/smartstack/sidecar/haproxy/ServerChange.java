// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

/** One change of a server that the runtime socket can make. */
sealed interface ServerChange {

  /** The backend section's name. */
  String section();

  /** The server's name in HAProxy. */
  String server();

  /** A server comes. */
  record Add(String section, ServerLine line) implements ServerChange {
    @Override
    public String server() {
      return line.name();
    }
  }

  /** A server goes: no new request from now on, deleted when its last connection has ended. */
  record Remove(String section, String server) implements ServerChange {}

  /** A server's weight changes. */
  record Weigh(String section, String server, int weight) implements ServerChange {}

  /** A slot takes a backend: address, weight, then ready. */
  record Fill(String section, ServerLine line) implements ServerChange {
    @Override
    public String server() {
      return line.name();
    }
  }

  /** A slot is emptied: into maintenance. */
  record Empty(String section, String server) implements ServerChange {}
}
