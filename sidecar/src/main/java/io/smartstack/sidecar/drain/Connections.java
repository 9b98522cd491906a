// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.drain;

import java.util.Set;

/** The TCP connections that reach this machine. */
@FunctionalInterface
public interface Connections {

  /**
   * The connections accepted on these local ports, each by an opaque name that stays the same while
   * the connection, or what the kernel remembers of it, lasts.
   */
  Set<String> to(Set<Integer> ports);
}
