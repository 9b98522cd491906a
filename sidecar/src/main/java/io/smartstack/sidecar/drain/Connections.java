// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.drain;

import java.net.InetSocketAddress;
import java.util.Set;

/** The TCP connections that callers have to this machine. */
@FunctionalInterface
public interface Connections {

  /**
   * The connections accepted at these addresses, each by an opaque name that stays the same while
   * the connection, or what the kernel remembers of it, lasts.
   *
   * @param services where the services are published; an address that is none of this machine's own
   *     (somebody translates it on the way) stands for every one of them
   */
  Set<String> to(Set<InetSocketAddress> services);
}
