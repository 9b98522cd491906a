// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.CheckConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpCheckTest {

  private static final Duration SHORT = Duration.ofMillis(100);

  @ParameterizedTest
  @CsvSource({
    "200,true",
    "204,true",
    "302,true",
    "399,true",
    "400,false",
    "404,false",
    "503,false"
  })
  void aStatusFrom200To399Passes(int status, boolean passes) throws Exception {
    try (RawServer server = RawServer.saying("HTTP/1.1 " + status + " Whatever\r\n\r\n")) {
      assertThat(Check.of(Checks.http("127.0.0.1", server.port(), "/health")).run())
          .isEqualTo(new CheckResult(passes, Integer.toString(status)));
    }
  }

  @Test
  void aRealServerIsAskedForTheUri() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("all is well".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    try {
      int port = server.getAddress().getPort();
      assertThat(Check.of(Checks.expecting(port, "is well")).run().passed()).isTrue();
      assertThat(Check.of(Checks.http("127.0.0.1", port, "/other")).run())
          .isEqualTo(CheckResult.failed("404"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    try (RawServer server =
        RawServer.saying("HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\n\r\n")) {
      assertThat(Check.of(Checks.http("127.0.0.1", server.port(), "/")).run())
          .isEqualTo(CheckResult.passed("301"));
    }
  }

  @Test
  void theBodyMustContainWhatIsExpected() throws Exception {
    try (RawServer server = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ngrün")) {
      assertThat(Check.of(Checks.expecting(server.port(), "grün")).run().passed()).isTrue();
      assertThat(Check.of(Checks.expecting(server.port(), "rot")).run())
          .isEqualTo(CheckResult.failed("200, but the body does not contain \"rot\""));
    }
  }

  @Test
  void whatIsExpectedIsFoundAcrossChunks() throws Exception {
    String chunked = "3\r\nall\r\n8;x=y\r\n is well\r\n0\r\n\r\n";
    try (RawServer server =
        RawServer.saying("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked)) {
      assertThat(Check.of(Checks.expecting(server.port(), "all is well")).run().passed()).isTrue();
    }
  }

  @Test
  void aBodyThatIsCutOffFails() throws Exception {
    try (RawServer server = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nwell")) {
      assertThat(Check.of(Checks.expecting(server.port(), "well")).run())
          .isEqualTo(CheckResult.failed("connection closed in the middle of the body"));
    }
  }

  @Test
  void noMoreThanOneMebibyteOfABodyIsRead() throws Exception {
    try (RawServer server =
        RawServer.on(
            "127.0.0.1",
            socket -> {
              RawServer.readRequest(socket);
              RawServer.say(socket, "HTTP/1.1 200 OK\r\n\r\n");
              while (true) {
                socket.getOutputStream().write(new byte[65536]);
              }
            })) {
      assertThat(Check.of(Checks.expecting(server.port(), "end")).run())
          .isEqualTo(
              CheckResult.failed("200, but the first 1 MiB of the body does not contain \"end\""));
    }
  }

  @Test
  void withoutExpectationTheStatusLineIsEnough() throws Exception {
    try (RawServer server =
        RawServer.on(
            "127.0.0.1",
            socket -> {
              RawServer.readRequest(socket);
              RawServer.say(socket, "HTTP/1.1 200 OK\r\n");
              new CountDownLatch(1).await();
            })) {
      assertThat(Check.of(Checks.within(server.port(), SHORT)).run())
          .isEqualTo(CheckResult.passed("200"));
    }
  }

  @Test
  void aServerThatSaysNothingFailsWithinTheTimeout() throws Exception {
    try (RawServer server = RawServer.on("127.0.0.1", socket -> new CountDownLatch(1).await())) {
      assertThat(Check.of(Checks.within(server.port(), SHORT)).run())
          .isEqualTo(CheckResult.failed("no answer within 100 ms"));
    }
  }

  @Test
  void aServerThatTricklesCanNotHoldACheck() throws Exception {
    try (RawServer server =
        RawServer.on(
            "127.0.0.1",
            socket -> {
              while (true) {
                socket.getOutputStream().write('H');
                Thread.sleep(10);
              }
            })) {
      long start = System.nanoTime();
      assertThat(Check.of(Checks.within(server.port(), SHORT)).run())
          .isEqualTo(CheckResult.failed("no answer within 100 ms"));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void everyOtherFailureIsSaidInWords() throws Exception {
    int closed = closedPort();
    assertThat(Check.of(Checks.http("127.0.0.1", closed, "/")).run())
        .isEqualTo(CheckResult.failed("connection refused"));
    try (RawServer silent = RawServer.on("127.0.0.1", RawServer::readRequest);
        RawServer other = RawServer.saying("SSH-2.0-OpenSSH\r\n")) {
      assertThat(Check.of(Checks.http("127.0.0.1", silent.port(), "/")).run())
          .isEqualTo(CheckResult.failed("connection closed without an answer"));
      assertThat(Check.of(Checks.http("127.0.0.1", other.port(), "/")).run())
          .isEqualTo(CheckResult.failed("answer is not HTTP: \"SSH-2.0-OpenSSH\""));
    }
  }

  @Test
  void aPortThatIsNoNumberFails() throws Exception {
    CheckConfig.Tcp tcp = Checks.tcp("127.0.0.1", new Port("$X", true), SHORT);
    assertThat(Check.of(tcp).run()).isEqualTo(CheckResult.failed("port \"$X\" is not a number"));
  }

  @Test
  void configuredHeadersReplaceOurs() throws Exception {
    BlockingQueue<String> requests = new ArrayBlockingQueue<>(1);
    try (RawServer server =
        RawServer.on(
            "127.0.0.1",
            socket -> {
              requests.add(RawServer.readRequest(socket));
              RawServer.say(socket, "HTTP/1.0 200 OK\r\n\r\n");
            })) {
      Map<String, String> headers = Map.of("user-agent", "probe", "X-Tier", "a");
      CheckConfig.Http config =
          Checks.http(
              "127.0.0.1", server.port(), "/health?a=b", null, Checks.AMPLE, false, headers);
      assertThat(Check.of(config).run().passed()).isTrue();
      assertThat(requests.poll(20, TimeUnit.SECONDS))
          .startsWith("GET /health?a=b HTTP/1.1\r\n")
          .contains("Host: 127.0.0.1:" + server.port() + "\r\n", "Connection: close\r\n")
          .contains("probe\r\n", "X-Tier: a\r\n")
          .doesNotContain("smartstack-nerve");
    }
  }

  @Test
  void anIpv6ServiceIsChecked() throws Exception {
    AtomicReference<String> request = new AtomicReference<>("");
    try (RawServer server =
        RawServer.on(
            "::1",
            socket -> {
              request.set(RawServer.readRequest(socket));
              RawServer.say(socket, "HTTP/1.1 200 OK\r\n\r\n");
            })) {
      assertThat(Check.of(Checks.http("::1", server.port(), "/")).run().passed()).isTrue();
      assertThat(request.get()).contains("Host: [::1]:" + server.port() + "\r\n");
      assertThat(Check.of(Checks.http("[::1]", server.port(), "/")).run().passed()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCheckThatIsBrokenOffEndsAtOnce(boolean virtual) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (RawServer server =
        RawServer.on(
            "127.0.0.1",
            socket -> {
              asked.countDown();
              new CountDownLatch(1).await();
            })) {
      Check check = Check.of(Checks.http("127.0.0.1", server.port(), "/"));
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread.Builder builder = virtual ? Thread.ofVirtual() : Thread.ofPlatform();
      Thread thread =
          builder.start(() -> {
            try {
              check.run();
            } catch (InterruptedException e) {
              thrown.set(e);
            }
          });
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      thread.interrupt();
      check.breakOff();
      assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void aHeaderWithALineBreakIsNotSent() {
    CheckConfig.Http config =
        Checks.http("a", 80, "/", null, SHORT, false, Map.of("X", "1\r\nHost: b"));
    assertThatThrownBy(() -> HttpRequest.of(config, "a", 80))
        .hasMessage("header X holds a line break");
  }

  @Test
  void theHostHeaderLeavesOutTheDefaultPort() throws Exception {
    assertThat(text(HttpRequest.of(Checks.http("a", 80, "/"), "a", 80))).contains("Host: a\r\n");
    CheckConfig.Http tls = Checks.http("a", 443, "/", null, SHORT, true, Map.of());
    assertThat(text(HttpRequest.of(tls, "a", 443))).contains("Host: a\r\n");
    assertThat(text(HttpRequest.of(tls, "a", 80))).contains("Host: a:80\r\n");
  }

  private static String text(byte[] request) {
    return new String(request, StandardCharsets.UTF_8);
  }

  static int closedPort() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return listener.getLocalPort();
    }
  }
}
