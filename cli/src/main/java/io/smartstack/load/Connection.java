// SPDX-License-Identifier: Apache-2.0
package io.smartstack.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** One connection: sends a request, reads its answer, and tells what went wrong if anything did. */
final class Connection implements AutoCloseable {

  private static final int LONGEST_HEAD = 16 * 1024;
  private static final int OK = 200;
  private static final int HEADER_END = 0x0D0A0D0A;

  private final SocketChannel channel;
  private final Socket socket;
  private final String host;
  private final InputStream in;
  private boolean reusable = true;

  private Connection(SocketChannel channel, String host) throws IOException {
    this.channel = channel;
    this.socket = channel.socket();
    this.host = host;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** Connects from an address of our own, so that the other side sees which machine calls. */
  static Connection open(InetAddress from, InetSocketAddress to, Duration patience)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.bind(new InetSocketAddress(from, 0));
      channel.socket().setTcpNoDelay(true);
      channel.socket().connect(to, Math.toIntExact(patience.toMillis()));
      return new Connection(channel, to.getHostString() + ":" + to.getPort());
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
  }

  /**
   * Whether the other side has already said that it takes no more requests: closing an idle
   * connection with notice is its right, and no request is lost by it.
   */
  boolean closedByPeer() {
    if (!reusable) {
      return true;
    }
    try {
      channel.configureBlocking(false);
      int read = channel.read(ByteBuffer.allocate(1));
      channel.configureBlocking(true);
      return read != 0;
    } catch (IOException reset) {
      return true;
    }
  }

  /** One request, one answer; after a failure the connection is of no more use. */
  Answer exchange(String path, boolean keepAlive, Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    Progress progress = new Progress();
    try {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n"
                  .formatted(path, host, keepAlive ? "" : "Connection: close\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return read(progress, until);
    } catch (SocketTimeoutException late) {
      return failed(Outcome.TIMEOUT, progress);
    } catch (Garbage garbage) {
      return failed(Outcome.GARBAGE, progress);
    } catch (IOException reset) {
      return failed(Outcome.RESET, progress);
    }
  }

  private Answer failed(Outcome outcome, Progress progress) {
    reusable = false;
    return new Answer(outcome, progress.status, progress.begun, "");
  }

  private Answer read(Progress progress, long until) throws IOException {
    String head = head(progress, until);
    if (head.isEmpty()) {
      return failed(progress.begun ? Outcome.SHORT : Outcome.NO_ANSWER, progress);
    }
    String[] lines = head.split("\r\n", -1);
    progress.status = status(lines[0]);
    long length = -1;
    for (String line : lines) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring("content-length:".length()).strip());
      } else if (lower.startsWith("connection:") && lower.contains("close")) {
        reusable = false;
      }
    }
    if (length < 0) {
      reusable = false;
    }
    String body = body(length, until);
    if (length >= 0 && body.length() < length) {
      return failed(Outcome.SHORT, progress);
    }
    Outcome outcome = progress.status == OK ? Outcome.OK : Outcome.NOT_200;
    return new Answer(outcome, progress.status, true, body.strip());
  }

  private String head(Progress progress, long until) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last = 0;
    while (last != HEADER_END) {
      int next = next(until);
      if (next < 0) {
        return "";
      }
      progress.begun = true;
      head.write(next);
      last = last << 8 | next;
      if (head.size() > LONGEST_HEAD) {
        throw new Garbage();
      }
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private String body(long length, long until) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (length < 0 || body.size() < length) {
      int next = next(until);
      if (next < 0) {
        break;
      }
      body.write(next);
    }
    return body.toString(StandardCharsets.ISO_8859_1);
  }

  private int next(long until) throws IOException {
    long left = (until - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw new SocketTimeoutException();
    }
    if (in.available() == 0) {
      socket.setSoTimeout(Math.toIntExact(left));
    }
    return in.read();
  }

  private static int status(String line) throws Garbage {
    String[] words = line.split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("\\d{3}")) {
      throw new Garbage();
    }
    return Integer.parseInt(words[1]);
  }

  boolean reusable() {
    return reusable;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException closedAnyway) {
      reusable = false;
    }
  }

  /** What one request came to. */
  record Answer(Outcome outcome, int status, boolean begun, String body) {}

  /** How far an answer has come. */
  private static final class Progress {
    private boolean begun;
    private int status;
  }

  /** What came is no HTTP. */
  private static final class Garbage extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
