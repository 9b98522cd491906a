// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.parts;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One caller that asks, reads the whole answer and asks again; nothing is ever sent twice. Blocking
 * calls and one buffer, so that what is measured is not the caller.
 */
public final class Caller implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);

  private final InetSocketAddress to;
  private final boolean keepAlive;
  private final ByteBuffer request;
  private final ByteBuffer answer = ByteBuffer.allocate(16 * 1024);
  private SocketChannel channel;

  private Caller(InetSocketAddress to, boolean keepAlive, SocketChannel channel) {
    this.to = to;
    this.keepAlive = keepAlive;
    this.channel = channel;
    String text =
        "GET / HTTP/1.1\r\nHost: %s\r\n%s\r\n"
            .formatted(to.getHostString(), keepAlive ? "" : "Connection: close\r\n");
    this.request = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * A caller of an address.
   *
   * @param keepAlive whether it keeps its connection, or opens one for each request
   */
  public static Caller to(String address, int port, boolean keepAlive) throws IOException {
    InetSocketAddress to = new InetSocketAddress(address, port);
    return new Caller(to, keepAlive, connect(to));
  }

  /** Waits until somebody answers there with 200. */
  public static void await(String address, int port) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers(address, port)) {
      if (System.nanoTime() > deadline) {
        throw new IOException("nobody answers at " + address + ":" + port);
      }
      Thread.sleep(20);
    }
  }

  private static boolean answers(String address, int port) {
    try (Caller caller = to(address, port, false)) {
      return caller.call() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static SocketChannel connect(InetSocketAddress to) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(to);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * One request.
   *
   * @return its status
   * @throws IOException when there was no whole answer: refused, reset, or closed before its end.
   *     The next request has a connection of its own
   */
  public int call() throws IOException {
    try {
      if (!channel.isOpen()) {
        channel = connect(to);
      }
      request.rewind();
      while (request.hasRemaining()) {
        channel.write(request);
      }
      return read();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private int read() throws IOException {
    answer.clear();
    int head = -1;
    while (head < 0) {
      more();
      head = headEnd();
    }
    int end = head + length(head);
    while (answer.position() < end) {
      more();
    }
    // A connection that was announced to end is not used again: no request is lost by that.
    if (!keepAlive || find(CLOSE, head) >= 0) {
      channel.close();
    }
    byte[] bytes = answer.array();
    return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
  }

  private void more() throws IOException {
    if (channel.read(answer) < 0) {
      throw new EOFException("closed after " + answer.position() + " bytes of the answer");
    }
  }

  private int headEnd() {
    byte[] bytes = answer.array();
    for (int i = 3; i < answer.position(); i++) {
      if (bytes[i] == '\n' && bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private int length(int head) throws IOException {
    int at = find(LENGTH, head);
    if (at < 0) {
      throw new IOException("an answer without a length");
    }
    int length = 0;
    for (int i = at + LENGTH.length; answer.array()[i] != '\r'; i++) {
      int digit = answer.array()[i] - '0';
      length = digit >= 0 && digit <= 9 ? length * 10 + digit : length;
    }
    return length;
  }

  private int find(byte[] word, int head) {
    byte[] bytes = answer.array();
    for (int i = 0; i + word.length <= head; i++) {
      int same = 0;
      while (same < word.length && (bytes[i + same] | 0x20) == (word[same] | 0x20)) {
        same++;
      }
      if (same == word.length) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is of no more use either way.
      return;
    }
  }
}
