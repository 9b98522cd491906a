// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve.check;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The connections that checks open: whoever counts a service's callers leaves them out. */
public final class OwnConnections {

  // The kernel shows a closed connection for a minute.
  private static final Duration SHOWN = Duration.ofMinutes(2);

  // By the port on our side, which is the whole process's affair; so there are 65,535 at most.
  private static final Map<Integer, Long> OPENED = new ConcurrentHashMap<>();

  private OwnConnections() {}

  static void opened(int port) {
    OPENED.put(port, System.nanoTime());
  }

  /** Whether a connection from this port of this machine is, or lately was, a check's. */
  public static boolean include(int port) {
    Long opened = OPENED.get(port);
    return opened != null && System.nanoTime() - opened < SHOWN.toNanos();
  }
}
