// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import io.smartstack.load.LoadGenerator;
import io.smartstack.local.Machine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * service_b calling service_a through its own HAProxy, from the moment there is somebody to call.
 */
final class Calls implements AutoCloseable {

  /** Fewer calls than this in a step prove nothing. */
  static final int LEAST = 500;

  /** Nor do calls slower than this. */
  static final int LEAST_RATE = 100;

  private static final int PER_SECOND = 150;
  private static final int CONNECTIONS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private @Nullable LoadGenerator load;
  private long began;

  void begin(Machine caller) throws IOException {
    load =
        LoadGenerator.start(
            InetAddress.getByName(caller.address()),
            new InetSocketAddress(caller.address(), Cast.HAPROXY),
            "/whoami",
            CONNECTIONS,
            PER_SECOND,
            PATIENCE);
    began = System.nanoTime();
  }

  @Nullable LoadGenerator running() {
    return load;
  }

  /** When the first call was due. */
  long beganNanos() {
    return began;
  }

  @Override
  public void close() {
    LoadGenerator started = load;
    if (started != null) {
      started.close();
    }
  }
}
