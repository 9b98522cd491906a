// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.config.CheckConfig;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsCheckTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private static Path directory;
  private static SSLContext server;

  @BeforeAll
  static void makeACertificateNobodyTrusts() throws Exception {
    Path store = directory.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=somebody.else",
                "-validity",
                "1",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, PASSWORD);
    server = SSLContext.getInstance("TLS");
    server.init(managers.getKeyManagers(), null, null);
  }

  @Test
  void aCertificateOfSomebodyElseIsGoodEnough() throws Exception {
    try (RawServer tls = tls(new AtomicReference<>())) {
      CheckConfig.Http config =
          Checks.http("127.0.0.1", tls.port(), "/", "well", Checks.AMPLE, true, Map.of());
      assertThat(Check.of(config).run()).isEqualTo(CheckResult.passed("200"));
    }
  }

  @Test
  void aNameIsSentInTheHandshake() throws Exception {
    AtomicReference<List<SNIServerName>> names = new AtomicReference<>();
    try (RawServer tls = tls(names)) {
      CheckConfig.Http config =
          Checks.http("localhost", tls.port(), "/", null, Checks.AMPLE, true, Map.of());
      assertThat(Check.of(config).run()).isEqualTo(CheckResult.passed("200"));
      assertThat(names.get()).hasSize(1);
      assertThat(new String(names.get().getFirst().getEncoded(), StandardCharsets.US_ASCII))
          .isEqualTo("localhost");
    }
  }

  @Test
  void aServerWithoutTlsFails() throws Exception {
    try (RawServer plain = RawServer.saying("HTTP/1.1 200 OK\r\n\r\n")) {
      CheckConfig.Http config =
          Checks.http("127.0.0.1", plain.port(), "/", null, Checks.AMPLE, true, Map.of());
      // It waits for a request's end that never comes in TLS; the handshake's own limit ends it.
      CheckResult result = Check.of(withSslTimeout(config, Duration.ofMillis(200))).run();
      assertThat(result).isEqualTo(CheckResult.failed("no TLS handshake within 200 ms"));
    }
  }

  @Test
  void aHandshakeThatTricklesCanNotHoldACheck() throws Exception {
    byte[] helloOfEndlessLength = {22, 3, 3, 63, 0};
    try (RawServer trickling =
        RawServer.on(
            "127.0.0.1",
            socket -> {
              socket.getOutputStream().write(helloOfEndlessLength);
              while (true) {
                socket.getOutputStream().write(0);
                Thread.sleep(10);
              }
            })) {
      CheckConfig.Http config =
          Checks.http("127.0.0.1", trickling.port(), "/", null, Checks.AMPLE, true, Map.of());
      CheckResult result = Check.of(withSslTimeout(config, Duration.ofMillis(200))).run();
      assertThat(result).isEqualTo(CheckResult.failed("no TLS handshake within 200 ms"));
    }
  }

  @Test
  void aServerThatHangsUpInTheHandshakeFailsWithAReason() throws Exception {
    try (RawServer rude = RawServer.on("127.0.0.1", socket -> {})) {
      CheckConfig.Http config =
          Checks.http("127.0.0.1", rude.port(), "/", null, Checks.AMPLE, true, Map.of());
      CheckResult result = Check.of(config).run();
      assertThat(result.passed()).isFalse();
      assertThat(result.reason()).containsAnyOf("TLS: ", "connection reset", "broken pipe");
    }
  }

  @Test
  void anAnswerThatNeverComesFailsWithinTheTimeoutOverTlsToo() throws Exception {
    SSLServerSocket listener = listener();
    try (RawServer silent =
        RawServer.over(
            listener,
            socket -> {
              ((SSLSocket) socket).startHandshake();
              new CountDownLatch(1).await();
            })) {
      CheckConfig.Http config =
          Checks.http(
              "127.0.0.1", silent.port(), "/", null, Duration.ofMillis(100), true, Map.of());
      assertThat(Check.of(config).run()).isEqualTo(CheckResult.failed("no answer within 100 ms"));
    }
  }

  private static CheckConfig.Http withSslTimeout(CheckConfig.Http c, Duration sslTimeout) {
    return new CheckConfig.Http(
        c.name(),
        c.host(),
        c.port(),
        c.uri(),
        c.timeout(),
        c.rise(),
        c.fall(),
        c.expect(),
        c.openTimeout(),
        c.ssl(),
        sslTimeout,
        c.headers());
  }

  private static RawServer tls(AtomicReference<List<SNIServerName>> names) throws Exception {
    return RawServer.over(
        listener(),
        socket -> {
          RawServer.readRequest(socket);
          if (((SSLSocket) socket).getSession() instanceof ExtendedSSLSession session) {
            names.set(session.getRequestedServerNames());
          }
          RawServer.say(socket, "HTTP/1.1 200 OK\r\n\r\nall is well");
        });
  }

  private static SSLServerSocket listener() throws Exception {
    return (SSLServerSocket)
        server
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
  }
}
