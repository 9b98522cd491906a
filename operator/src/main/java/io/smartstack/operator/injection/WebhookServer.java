// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smartstack.operator.certificate.WebhookCertificates;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code /mutate-pods} to the API server over TLS, each request on its own thread. */
public final class WebhookServer implements AutoCloseable {

  static {
    prepare();
  }

  /**
   * Bounds every HTTP server of the process. The JDK looks at these properties once, when the first
   * server is made: call this before any other is.
   */
  public static void prepare() {
    // The API server closes an idle connection after 90 s: closing first would lose a pod's call.
    System.setProperty("sun.net.httpserver.idleInterval", "120");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("jdk.httpserver.maxConnections", "2000");
  }

  private static final Logger log = LoggerFactory.getLogger(WebhookServer.class);
  private static final String PATH = "/mutate-pods";
  private static final int BACKLOG = 256;
  private static final int AT_ONCE = 32;
  private static final Duration QUEUE = Duration.ofSeconds(1);
  private static final int LAST_ANSWERS_SECONDS = 2;

  private final HttpsServer server;
  private final WebhookCertificates certificates;
  private final Injector injector;
  private final Timer latency;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("webhook-", 0).factory());
  private volatile boolean leaving;

  private WebhookServer(
      HttpsServer server,
      WebhookCertificates certificates,
      Injector injector,
      MeterRegistry metrics) {
    this.server = server;
    this.certificates = certificates;
    this.injector = injector;
    this.latency =
        Timer.builder("smartstack.webhook").publishPercentileHistogram().register(metrics);
  }

  /**
   * Opens the door. Until there is a certificate, TLS handshakes fail.
   *
   * @param address where it listens; port 0 takes a free one
   * @param metrics times answers as {@code smartstack.webhook}
   * @throws IOException when the address can't be listened on
   */
  public static WebhookServer open(
      InetSocketAddress address,
      WebhookCertificates certificates,
      Injector injector,
      MeterRegistry metrics)
      throws IOException {
    var server =
        new WebhookServer(HttpsServer.create(address, BACKLOG), certificates, injector, metrics);
    server.serve();
    return server;
  }

  private void serve() {
    server.setHttpsConfigurator(new Tls(certificates.sslContext()));
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Why this replica should get no calls; empty when it answers and the API server trusts it. */
  public Optional<String> notReady() {
    return leaving ? Optional.of("the webhook is stopping") : certificates.notTrusted();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      latency.recordCallable(() -> {
        answer(exchange);
        return true;
      });
    } catch (IOException e) {
      log.atDebug().setCause(e).log("The API server hung up");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.atError().setCause(e).log("A review was not answered");
    }
  }

  private void answer(HttpExchange exchange) throws IOException, InterruptedException {
    if (leaving) {
      exchange.getResponseHeaders().set("Connection", "close");
    }
    if (!PATH.equals(exchange.getRequestURI().getPath())) {
      text(exchange, 404, "unknown path; there is: POST " + PATH);
    } else if (!"POST".equals(exchange.getRequestMethod())) {
      text(exchange, 405, "only POST");
    } else if (!places.tryAcquire(QUEUE.toMillis(), TimeUnit.MILLISECONDS)) {
      text(exchange, 503, "too many reviews at once");
    } else {
      try {
        review(exchange);
      } finally {
        places.release();
      }
    }
  }

  private void review(HttpExchange exchange) throws IOException {
    Optional<byte[]> body = Bytes.of(exchange.getRequestBody());
    if (body.isEmpty()) {
      text(exchange, 413, "more than %d bytes".formatted(Bytes.MOST));
      return;
    }
    byte[] answer;
    try {
      answer = injector.review(body.get());
    } catch (JsonProcessingException | IllegalArgumentException e) {
      text(exchange, 400, String.valueOf(e.getMessage()));
      return;
    }
    send(exchange, 200, "application/json", answer);
  }

  private static void text(HttpExchange exchange, int status, String words) throws IOException {
    send(exchange, status, "text/plain; charset=utf-8", words.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  /** From now on answers end their connections and this replica is not ready; calls go on. */
  public void leave() {
    leaving = true;
  }

  /** Takes no more calls, gives those that are underway two seconds, and ends. */
  @Override
  public void close() {
    leaving = true;
    server.stop(LAST_ANSWERS_SECONDS);
    threads.shutdownNow();
  }

  private static final class Tls extends HttpsConfigurator {

    Tls(SSLContext context) {
      super(context);
    }

    @Override
    public void configure(HttpsParameters parameters) {
      SSLParameters tls = getSSLContext().getDefaultSSLParameters();
      tls.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
      parameters.setSSLParameters(tls);
    }
  }
}
