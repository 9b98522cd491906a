// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.propagation;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Hears what an HAProxy logs of its servers: it says so in the very moment in which a server begins
 * or ceases to take requests.
 */
final class Ear implements AutoCloseable {

  /** One line and when it came ({@link System#nanoTime}). */
  record Heard(long at, String line) {

    /** Whether this server takes requests from now on. */
    boolean ready(String server) {
      return line.contains(server) && line.contains(" is UP");
    }

    /** Whether this server takes none from now on. */
    boolean drained(String server) {
      return line.contains(server) && line.contains(" is going DOWN for maintenance");
    }
  }

  /** Which line is waited for. */
  interface Wanted {
    boolean is(Heard heard);
  }

  private final DatagramSocket socket;
  private final BlockingQueue<Heard> lines = new LinkedBlockingQueue<>();

  /** Listens at a UDP port; every line is also told to somebody, on the thread that hears it. */
  Ear(String address, int port, Consumer<Heard> also) throws IOException {
    socket = new DatagramSocket(port, InetAddress.getByName(address));
    Thread.ofPlatform().name("ear").daemon().start(() -> listen(also));
  }

  private void listen(Consumer<Heard> also) {
    byte[] bytes = new byte[8192];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
        socket.receive(packet);
        long at = System.nanoTime();
        Heard heard =
            new Heard(at, new String(bytes, 0, packet.getLength(), StandardCharsets.UTF_8));
        lines.add(heard);
        also.accept(heard);
      } catch (IOException e) {
        return;
      }
    }
  }

  /** Forgets what was heard so far. */
  void forget() {
    lines.clear();
  }

  /**
   * Waits for a line.
   *
   * @throws TimeoutException after 10 s
   */
  Heard await(Wanted wanted, String what) throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    List<String> others = new ArrayList<>();
    while (true) {
      Heard heard = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (heard == null) {
        throw new TimeoutException(what + " was not heard of within 10 s, but " + others);
      }
      if (wanted.is(heard)) {
        return heard;
      }
      others.add(heard.line());
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
