// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A port that tests open and close; counts who comes in. */
final class Door implements AutoCloseable {

  private final AtomicLong visits = new AtomicLong();
  private int port;
  private @Nullable ServerSocket listener;

  static Door open() throws IOException {
    Door door = new Door();
    door.reopen();
    return door;
  }

  void reopen() throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 2000);
    port = socket.getLocalPort();
    listener = socket;
    Thread.ofPlatform().daemon().start(() -> welcome(socket));
  }

  private void welcome(ServerSocket socket) {
    while (!socket.isClosed()) {
      try (Socket visitor = socket.accept()) {
        visits.addAndGet(visitor.isConnected() ? 1 : 0);
      } catch (IOException e) {
        return;
      }
    }
  }

  int port() {
    return port;
  }

  long visits() {
    return visits.get();
  }

  void shut() {
    close();
  }

  @Override
  public void close() {
    try {
      if (listener != null) {
        listener.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
