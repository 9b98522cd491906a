// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A command socket of HAProxy. Every call opens a connection of its own, so that it speaks with the
 * worker that listens now and never with one that is leaving; no answer is waited for longer than
 * the timeout.
 */
final class RuntimeSocket {

  private static final byte[] PROMPT = "\n> ".getBytes(StandardCharsets.US_ASCII);

  private final Path path;
  private final Duration timeout;

  RuntimeSocket(Path path, Duration timeout) {
    this.path = path;
    this.timeout = timeout;
  }

  Path path() {
    return path;
  }

  /** Whether somebody listens. */
  boolean listens() {
    try (SocketChannel channel = connect()) {
      return channel.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** The whole answer to one command. */
  String ask(String command) throws IOException {
    try (SocketChannel channel = connect();
        Selector selector = Selector.open()) {
      Conversation conversation = new Conversation(channel, selector);
      conversation.send(command);
      channel.shutdownOutput();
      return conversation.readToEnd();
    }
  }

  /** The answers to several commands, one after the other on one connection, stripped. */
  List<String> ask(List<String> commands) throws IOException {
    try (SocketChannel channel = connect();
        Selector selector = Selector.open()) {
      Conversation conversation = new Conversation(channel, selector);
      conversation.send("prompt");
      conversation.readToPrompt();
      List<String> answers = new ArrayList<>();
      for (String command : commands) {
        conversation.send(command);
        answers.add(conversation.readToPrompt());
      }
      return answers;
    }
  }

  private SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.configureBlocking(false);
      if (!channel.connect(UnixDomainSocketAddress.of(path))) {
        throw new IOException("HAProxy takes no more connections on " + path);
      }
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** What is said on one connection. */
  private final class Conversation {
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);

    Conversation(SocketChannel channel, Selector selector) throws IOException {
      this.channel = channel;
      this.selector = selector;
      this.key = channel.register(selector, 0);
    }

    void send(String command) throws IOException {
      long deadline = System.nanoTime() + timeout.toNanos();
      ByteBuffer bytes = ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        if (channel.write(bytes) == 0) {
          await(SelectionKey.OP_WRITE, deadline);
        }
      }
    }

    String readToPrompt() throws IOException {
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      long deadline = System.nanoTime() + timeout.toNanos();
      while (!endsWithPrompt(answer)) {
        if (read(answer, deadline) < 0) {
          throw new IOException("HAProxy closed the connection before it answered on " + path);
        }
      }
      String text = answer.toString(StandardCharsets.UTF_8);
      return text.substring(0, text.length() - PROMPT.length).strip();
    }

    String readToEnd() throws IOException {
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      long deadline = System.nanoTime() + timeout.toNanos();
      while (read(answer, deadline) >= 0) {
        // each read appends
      }
      return answer.toString(StandardCharsets.UTF_8).strip();
    }

    private int read(ByteArrayOutputStream answer, long deadline) throws IOException {
      buffer.clear();
      int count = channel.read(buffer);
      if (count == 0) {
        await(SelectionKey.OP_READ, deadline);
      } else if (count > 0) {
        answer.write(buffer.array(), 0, count);
      }
      return count;
    }

    private void await(int operation, long deadline) throws IOException {
      key.interestOps(operation);
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted while HAProxy was asked");
      }
      if (left <= 0) {
        throw new IOException("HAProxy gave no answer on " + path + " within " + timeout);
      }
      selector.select(left);
      selector.selectedKeys().clear();
    }
  }

  private static boolean endsWithPrompt(ByteArrayOutputStream answer) {
    if (answer.size() < PROMPT.length) {
      return false;
    }
    byte[] bytes = answer.toByteArray();
    for (int i = 0; i < PROMPT.length; i++) {
      if (bytes[bytes.length - PROMPT.length + i] != PROMPT[i]) {
        return false;
      }
    }
    return true;
  }
}
