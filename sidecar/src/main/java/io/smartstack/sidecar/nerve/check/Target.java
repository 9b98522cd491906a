// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve.check;

import io.smartstack.sidecar.backend.Port;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host and port that a check asks. */
final class Target {

  private static final Logger log = LoggerFactory.getLogger(Target.class);

  private final Addresses addresses;
  private final Port port;
  private volatile @Nullable DeadlineSocket latest;

  Target(String host, Port port) {
    this.addresses = new Addresses(host);
    this.port = port;
  }

  /** The host without brackets. */
  String host() {
    return addresses.host();
  }

  /** Whether the host is a name and not an address. */
  boolean named() {
    return addresses.named();
  }

  int port() throws CheckFailedException {
    return port.number()
        .orElseThrow(() -> new CheckFailedException("port \"" + port + "\" is not a number"));
  }

  /**
   * A connection to the first address that answers. Each address gets an equal share of what is
   * left, so one that swallows packets leaves time for the others.
   */
  DeadlineSocket connect(Deadline deadline) throws IOException, InterruptedException {
    int number = port();
    return connect(addresses.resolve(deadline), number, deadline);
  }

  /**
   * Closes the latest connection, or ends the attempt to make one: on a platform thread an
   * interrupt, which comes first, does not.
   */
  void hangUp() {
    DeadlineSocket socket = latest;
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      log.debug("a check's connection did not close: {}", e.toString());
    }
  }

  /** As {@link #connect(Deadline)}, to one of these addresses. */
  DeadlineSocket connect(List<InetAddress> candidates, int number, Deadline deadline)
      throws IOException {
    for (int i = 0; i < candidates.size() - 1; i++) {
      try {
        return connect(candidates.get(i), number, deadline, candidates.size() - i);
      } catch (IOException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
    }
    return connect(candidates.getLast(), number, deadline, 1);
  }

  // The caller closes the socket.
  @SuppressWarnings("resource")
  private DeadlineSocket connect(InetAddress address, int port, Deadline deadline, int share)
      throws IOException {
    DeadlineSocket socket = new DeadlineSocket(deadline);
    latest = socket;
    try {
      if (Thread.currentThread().isInterrupted()) {
        throw new IOException("interrupted");
      }
      socket.connect(new InetSocketAddress(address, port), deadline.millis(share));
      return socket;
    } catch (SocketTimeoutException e) {
      socket.close();
      throw deadline.exceeded();
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
