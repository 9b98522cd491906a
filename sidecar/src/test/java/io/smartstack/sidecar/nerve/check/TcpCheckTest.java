// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.backend.Port;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpCheckTest {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void aServerThatAcceptsPasses(String address) throws Exception {
    try (RawServer server = RawServer.on(address, socket -> {})) {
      Check check = Check.of(Checks.tcp(address, Port.of(server.port()), Checks.AMPLE));
      assertThat(check.run()).isEqualTo(CheckResult.passed("connected"));
    }
  }

  @Test
  void aQuotedPortWorksToo() throws Exception {
    try (RawServer server = RawServer.on("127.0.0.1", socket -> {})) {
      Port port = new Port(Integer.toString(server.port()), true);
      assertThat(Check.of(Checks.tcp("127.0.0.1", port, Checks.AMPLE)).run().passed()).isTrue();
    }
  }

  @Test
  void everyAddressOfANameIsTried() throws Exception {
    assertThat(InetAddress.getAllByName("localhost")).isNotEmpty();
    for (InetAddress address : InetAddress.getAllByName("localhost")) {
      try (RawServer server = RawServer.on(address.getHostAddress(), socket -> {})) {
        Check check = Check.of(Checks.tcp("localhost", Port.of(server.port()), Checks.AMPLE));
        assertThat(check.run().passed()).as(address.toString()).isTrue();
      }
    }
  }

  @Test
  void anAddressThatRefusesLeavesTheOthersTheirTurn() throws Exception {
    List<InetAddress> addresses =
        List.of(InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.1"));
    try (RawServer server = RawServer.on("127.0.0.1", socket -> {});
        Socket socket =
            new Target("any", Port.of(server.port()))
                .connect(addresses, server.port(), Deadline.in(Checks.AMPLE, "no connection"))) {
      assertThat(socket.getInetAddress()).isEqualTo(addresses.getLast());
    }
  }

  @Test
  void aClosedPortIsRefused() throws Exception {
    Port port = Port.of(HttpCheckTest.closedPort());
    assertThat(Check.of(Checks.tcp("127.0.0.1", port, Checks.AMPLE)).run())
        .isEqualTo(CheckResult.failed("connection refused"));
  }

  @Test
  void anUnknownNameFails() throws Exception {
    assertThat(Check.of(Checks.tcp("no such host", Port.of(80), Checks.AMPLE)).run())
        .isEqualTo(CheckResult.failed("host \"no such host\" is unknown"));
  }

  @Test
  void aConnectionThatIsNeverMadeFailsWithinTheTimeout() throws Exception {
    List<Socket> queue = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      fill(full, queue);
      Check check =
          Check.of(Checks.tcp("127.0.0.1", Port.of(full.getLocalPort()), Duration.ofMillis(150)));
      long start = System.nanoTime();
      assertThat(check.run()).isEqualTo(CheckResult.failed("no connection within 150 ms"));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    } finally {
      for (Socket socket : queue) {
        socket.close();
      }
    }
  }

  /** Fills the queue of a listener that accepts nothing; then the kernel drops what comes. */
  private static void fill(ServerSocket listener, List<Socket> queue) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    for (int i = 0; i < 100; i++) {
      Socket socket = new Socket();
      queue.add(socket);
      try {
        socket.connect(address, 200);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
    throw new AssertionError("the queue never fills");
  }
}
