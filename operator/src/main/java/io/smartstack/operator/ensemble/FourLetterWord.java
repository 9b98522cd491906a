// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** One question to a ZooKeeper server, one answer. */
final class FourLetterWord {

  private static final int TIMEOUT_MILLIS = 2000;
  private static final int LONGEST = 1 << 16;

  private FourLetterWord() {}

  /**
   * Asks.
   *
   * @param word {@code srvr}, {@code conf} …
   * @throws IOException when the server can't be reached or is silent for two seconds
   */
  static String ask(String host, int port, String word) throws IOException {
    try (var socket = new Socket()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
      socket.getOutputStream().write(word.getBytes(US_ASCII));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readNBytes(LONGEST), US_ASCII);
    }
  }
}
