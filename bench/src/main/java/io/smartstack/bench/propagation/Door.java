// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.propagation;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service's {@code /health}, played here: it knows when the deciding check was answered. */
final class Door implements AutoCloseable {

  private static final byte[] UP = answer("200 OK");
  private static final byte[] DOWN = answer("503 Service Unavailable");

  private static final Logger log = LoggerFactory.getLogger(Door.class);

  private final ServerSocket server;
  private volatile Mood mood = new Mood(false);

  private static final class Mood {
    private final boolean up;
    private final CompletableFuture<Long> answered = new CompletableFuture<>();

    Mood(boolean up) {
      this.up = up;
    }
  }

  private Door(ServerSocket server) {
    this.server = server;
    Thread.ofPlatform().name("door").daemon().start(this::serve);
  }

  static Door at(String address, int port) throws IOException {
    ServerSocket server = new ServerSocket();
    server.bind(new InetSocketAddress(InetAddress.getByName(address), port), 50);
    return new Door(server);
  }

  /**
   * Is healthy or not from now on.
   *
   * @return {@link System#nanoTime} just before the first answer that says so was sent
   * @throws TimeoutException when nobody asks for 10 s
   */
  long turn(boolean up) throws InterruptedException, TimeoutException {
    Mood now = new Mood(up);
    mood = now;
    try {
      return now.answered.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket caller = server.accept()) {
        caller.setTcpNoDelay(true);
        caller.setSoTimeout(1000);
        awaitRequest(caller.getInputStream());
        Mood now = mood;
        long at = System.nanoTime();
        caller.getOutputStream().write(now.up ? UP : DOWN);
        now.answered.complete(at);
      } catch (IOException e) {
        log.debug("a caller went away: {}", e.toString());
      }
    }
  }

  private static void awaitRequest(InputStream in) throws IOException {
    int matched = 0;
    while (matched < 4) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("hung up");
      }
      boolean expected = next == (matched % 2 == 0 ? '\r' : '\n');
      matched = expected ? matched + 1 : 0;
    }
  }

  private static byte[] answer(String status) {
    return ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
