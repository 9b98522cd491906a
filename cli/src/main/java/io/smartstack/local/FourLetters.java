// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** ZooKeeper's four-letter words. */
public final class FourLetters {

  private static final int PATIENCE_MILLIS = Math.toIntExact(Duration.ofSeconds(2).toMillis());

  private FourLetters() {}

  /** What the server at this address answers to a word such as {@code ruok}; empty when none. */
  public static Optional<String> ask(String address, String word) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, ZooKeeperConfig.CLIENT_PORT), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      return Optional.of(answer).filter(text -> !text.isEmpty());
    } catch (IOException down) {
      return Optional.empty();
    }
  }

  /** {@code standalone}, {@code leader} or {@code follower}; empty when it serves nobody. */
  public static Optional<String> mode(String address) {
    return ask(address, "srvr")
        .flatMap(text -> text.lines().filter(line -> line.startsWith("Mode: ")).findFirst())
        .map(line -> line.substring("Mode: ".length()));
  }
}
