// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A command socket of HAProxy. Whoever has something to say opens a connection for it, and so
 * speaks with the worker that listens now, never with one that is leaving.
 *
 * @param path the socket
 * @param timeout longest wait for one answer
 */
record RuntimeSocket(Path path, Duration timeout) {

  /** Whether somebody holds the socket, however busy. */
  boolean listens() {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.configureBlocking(false);
      // Not connected at once means a full queue: a stopped process, but not a dead one.
      return channel.connect(UnixDomainSocketAddress.of(path)) || channel.isConnectionPending();
    } catch (IOException e) {
      return false;
    }
  }

  /** For several commands. */
  Conversation open() throws IOException {
    Conversation conversation = Conversation.open(path, timeout);
    try {
      conversation.prompt();
      return conversation;
    } catch (IOException e) {
      conversation.close();
      throw e;
    }
  }

  /** The answer to one command, stripped. */
  String ask(String command) throws IOException {
    try (Conversation conversation = Conversation.open(path, timeout)) {
      return conversation.askOnly(command);
    }
  }

  /** The answers to several commands, one after the other on one connection, stripped. */
  List<String> ask(List<String> commands) throws IOException {
    try (Conversation conversation = open()) {
      List<String> answers = new ArrayList<>();
      for (String command : commands) {
        answers.add(conversation.ask(command));
      }
      return answers;
    }
  }
}
