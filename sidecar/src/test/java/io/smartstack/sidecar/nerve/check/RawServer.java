// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that says to each connection whatever a test wants, byte by byte. */
final class RawServer implements AutoCloseable {

  private final ServerSocket listener;
  private final Talk talk;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** What is said on one connection; it is closed afterwards. */
  interface Talk {
    void with(Socket socket) throws IOException, InterruptedException;
  }

  private RawServer(ServerSocket listener, Talk talk) {
    this.listener = listener;
    this.talk = talk;
    Thread.ofVirtual().start(this::accept);
  }

  static RawServer on(String address, Talk talk) throws IOException {
    ServerSocket listener = new ServerSocket();
    listener.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    return new RawServer(listener, talk);
  }

  static RawServer over(ServerSocket listener, Talk talk) {
    return new RawServer(listener, talk);
  }

  /** Says a text once the request's headers are there. */
  static RawServer saying(String text) throws IOException {
    return on(
        "127.0.0.1",
        socket -> {
          readRequest(socket);
          say(socket, text);
        });
  }

  /** Says a text. */
  static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The request's text up to the empty line. */
  static String readRequest(Socket socket) throws IOException {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      int b = socket.getInputStream().read();
      if (b < 0) {
        break;
      }
      request.append((char) b);
    }
    return request.toString();
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      talk.with(socket);
    } catch (IOException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
