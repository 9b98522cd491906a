// SPDX-License-Identifier: Apache-2.0
package io.smartstack.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server that does to each connection what it is told, then closes it. */
final class Misbehaving implements AutoCloseable {

  private final ServerSocket server;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

  private Misbehaving(ServerSocket server) {
    this.server = server;
  }

  /** What is done to a connection. */
  @FunctionalInterface
  interface Conduct {
    void to(Socket socket) throws IOException;
  }

  static Misbehaving start(Conduct conduct, boolean keepOpen) throws IOException {
    Misbehaving misbehaving =
        new Misbehaving(new ServerSocket(0, 512, InetAddress.getByName("127.0.0.1")));
    Thread.ofVirtual().start(() -> misbehaving.accept(conduct, keepOpen));
    return misbehaving;
  }

  private void accept(Conduct conduct, boolean keepOpen) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual()
            .start(() -> {
              try {
                conduct.to(socket);
                if (!keepOpen) {
                  socket.close();
                }
              } catch (IOException gone) {
                open.remove(socket);
              }
            });
      } catch (IOException closed) {
        return;
      }
    }
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
