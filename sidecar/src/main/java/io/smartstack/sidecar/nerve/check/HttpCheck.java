// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve.check;

import io.smartstack.sidecar.config.CheckConfig;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A GET that must answer 200–399 and, if asked, contain a text. Redirects are not followed. Three
 * clocks run one after the other: {@code open_timeout} for connecting, {@code ssl_timeout} for the
 * handshake, {@code timeout} for the whole answer.
 */
final class HttpCheck implements Check {

  private static final int MOST_BODY = 1024 * 1024;

  private final CheckConfig.Http config;
  private final Target target;

  HttpCheck(CheckConfig.Http config) {
    this.config = config;
    this.target = new Target(config.host(), config.port());
  }

  @Override
  public void breakOff() {
    target.hangUp();
  }

  @Override
  public Duration longest() {
    Duration handshake = config.ssl() ? config.sslTimeout() : Duration.ZERO;
    return config.openTimeout().plus(handshake).plus(config.timeout());
  }

  @Override
  public CheckResult run() throws InterruptedException {
    try (DeadlineSocket plain =
        target.connect(Deadline.in(config.openTimeout(), "no connection"))) {
      return config.ssl() ? overTls(plain) : ask(plain, plain);
    } catch (IOException e) {
      return Reason.failed(e);
    }
  }

  private CheckResult overTls(DeadlineSocket plain) throws IOException {
    SSLSocket socket = handshake(plain);
    try {
      return ask(plain, socket);
    } finally {
      farewell(socket);
    }
  }

  private CheckResult ask(DeadlineSocket plain, Socket socket) throws IOException {
    plain.deadline(Deadline.in(config.timeout(), "no answer"));
    socket.getOutputStream().write(HttpRequest.of(config, target.host(), target.port()));
    return judge(new HttpResponse(new BufferedInputStream(socket.getInputStream())));
  }

  private CheckResult judge(HttpResponse response) throws IOException {
    int status = response.status();
    String code = Integer.toString(status);
    if (status < 200 || status > 399) {
      drain(response);
      return CheckResult.failed(code);
    }
    if (config.expect() == null) {
      drain(response);
      return CheckResult.passed(code);
    }
    byte[] body = response.body(MOST_BODY);
    return contains(body, config.expect())
        ? CheckResult.passed(code)
        : CheckResult.failed(code + ", but " + lacks(body, config.expect()));
  }

  /** Hanging up on an unread body would make the service see its connection reset. */
  private static void drain(HttpResponse response) {
    try {
      response.body(MOST_BODY);
    } catch (IOException e) {
      // The status line has said all that is asked.
      return;
    }
  }

  private static boolean contains(byte[] body, String expect) {
    // Compared byte by byte: the expectation is UTF-8, whatever the body calls itself.
    String bytes = new String(expect.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return new String(body, StandardCharsets.ISO_8859_1).contains(bytes);
  }

  private static String lacks(byte[] body, String expect) {
    String part = body.length < MOST_BODY ? "the body" : "the first 1 MiB of the body";
    return part + " does not contain \"" + expect + "\"";
  }

  private SSLSocket handshake(DeadlineSocket plain) throws IOException {
    Deadline deadline = Deadline.in(config.sslTimeout(), "no TLS handshake");
    plain.deadline(deadline);
    SSLSocket socket =
        (SSLSocket)
            AnyCertificate.socketFactory().createSocket(plain, target.host(), target.port(), true);
    if (target.named()) {
      serverName(socket);
    }
    try {
      socket.startHandshake();
    } catch (IOException e) {
      deadline.nanos(); // says that it took too long, if it did
      throw e;
    }
    return socket;
  }

  /**
   * Says goodbye in TLS's way; a service that doesn't listen any more has answered all the same.
   */
  private static void farewell(SSLSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      return;
    }
  }

  private void serverName(SSLSocket socket) {
    try {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(target.host())));
      socket.setSSLParameters(parameters);
    } catch (IllegalArgumentException e) {
      // A name that TLS can't carry, such as one with an underscore, is simply not sent.
      return;
    }
  }
}
