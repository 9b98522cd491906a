// SPDX-License-Identifier: Apache-2.0
package io.smartstack.apiserver;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for those who will listen later. They are below the ones that the kernel gives to outgoing
 * connections, so that nobody who connects meanwhile gets one, and each JVM begins at another.
 */
public final class FreePort {

  private static final int FIRST = 10_000;
  private static final int COUNT = 20_000;
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 7_919 % COUNT));

  private FreePort() {}

  /** One at which nobody listens, at any address; not given again soon. */
  public static int take() {
    while (true) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Taken: the next one.
      }
    }
  }
}
