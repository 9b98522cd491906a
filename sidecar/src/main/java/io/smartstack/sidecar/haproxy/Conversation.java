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

/** What is said on one connection to HAProxy; no answer is waited for longer than the timeout. */
final class Conversation implements AutoCloseable {

  private static final String PROMPT = "\n> ";

  private final Path path;
  private final Duration timeout;
  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);

  private Conversation(
      Path path, Duration timeout, SocketChannel channel, Selector selector, SelectionKey key) {
    this.path = path;
    this.timeout = timeout;
    this.channel = channel;
    this.selector = selector;
    this.key = key;
  }

  static Conversation open(Path path, Duration timeout) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.configureBlocking(false);
      if (!channel.connect(UnixDomainSocketAddress.of(path))) {
        throw new IOException("HAProxy takes no more connections on " + path);
      }
      Selector selector = Selector.open();
      return new Conversation(path, timeout, channel, selector, channel.register(selector, 0));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** From now on HAProxy marks the end of each answer. */
  void prompt() throws IOException {
    ask("prompt");
  }

  /** The answer to one of several commands, stripped; after {@link #prompt}. */
  String ask(String command) throws IOException {
    send(command);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!endsWithPrompt(answer)) {
      if (read(answer, deadline) < 0) {
        throw new IOException("HAProxy closed the connection before it answered on " + path);
      }
    }
    String text = answer.toString(StandardCharsets.UTF_8);
    return text.substring(0, text.length() - PROMPT.length()).strip();
  }

  /** The answers to several commands that are sent together; after {@link #prompt}. */
  List<String> ask(List<String> commands) throws IOException {
    if (commands.isEmpty()) {
      return List.of();
    }
    send(String.join("\n", commands));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long deadline = System.nanoTime() + timeout.toNanos();
    List<String> answers = List.of();
    while (answers.size() < commands.size() || !endsWithPrompt(bytes)) {
      if (read(bytes, deadline) < 0) {
        throw new IOException("HAProxy closed the connection before it answered on " + path);
      }
      answers = answers(bytes.toString(StandardCharsets.UTF_8));
    }
    return answers;
  }

  private static List<String> answers(String text) {
    List<String> answers = new ArrayList<>();
    int from = 0;
    for (int to = text.indexOf(PROMPT); to >= 0; to = text.indexOf(PROMPT, from)) {
      answers.add(text.substring(from, to).strip());
      from = to + PROMPT.length();
    }
    return answers;
  }

  /** Whether HAProxy still listens to us, as far as one can know without asking. */
  boolean isOpen() {
    try {
      buffer.clear();
      return channel.read(buffer) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** The answer to the only command, stripped. */
  String askOnly(String command) throws IOException {
    send(command);
    channel.shutdownOutput();
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    long deadline = System.nanoTime() + timeout.toNanos();
    int count = 0;
    while (count >= 0) {
      count = read(answer, deadline);
    }
    return answer.toString(StandardCharsets.UTF_8).strip();
  }

  private void send(String command) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    ByteBuffer bytes = ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0) {
        await(SelectionKey.OP_WRITE, deadline);
      }
    }
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
      throw new IOException(
          "HAProxy gave no answer on " + path + " within " + timeout.toMillis() + " ms");
    }
    selector.select(left);
    selector.selectedKeys().clear();
  }

  private static boolean endsWithPrompt(ByteArrayOutputStream answer) {
    int size = answer.size();
    return size >= PROMPT.length() && answer.toString(StandardCharsets.ISO_8859_1).endsWith(PROMPT);
  }

  @Override
  public void close() throws IOException {
    selector.close();
    channel.close();
  }
}
