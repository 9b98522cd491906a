// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.smartstack.sidecar.drain.Drain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the admin endpoint's questions, each on its own virtual thread. */
public final class AdminServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
  private static final int BACKLOG = 64;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Knowledge knowledge;
  private final Drain drain;
  private final Duration drainLimit;

  private AdminServer(HttpServer server, Knowledge knowledge, Drain drain, Duration drainLimit) {
    this.server = server;
    this.knowledge = knowledge;
    this.drain = drain;
    this.drainLimit = drainLimit;
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("admin-", 0).factory());
  }

  /**
   * Opens the endpoint.
   *
   * @param address where it listens; port 0 takes a free one
   * @param knowledge what it answers from
   * @param drain what {@code /drain} begins and {@code /drained} waits for
   * @param drainLimit longest time {@code /drained} waits
   * @throws IOException when the address can't be listened on
   */
  public static AdminServer open(
      InetSocketAddress address, Knowledge knowledge, Drain drain, Duration drainLimit)
      throws IOException {
    AdminServer admin =
        new AdminServer(HttpServer.create(address, BACKLOG), knowledge, drain, drainLimit);
    admin.serve();
    return admin;
  }

  private void serve() {
    get("/health", exchange -> answer(exchange, knowledge.health()));
    get("/ready", exchange -> answer(exchange, knowledge.ready()));
    get("/started", exchange -> answer(exchange, knowledge.started()));
    get(
        "/status",
        exchange -> send(exchange, 200, "application/json", Json.write(knowledge.status())));
    get(
        "/metrics",
        exchange ->
            send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", knowledge.metrics()));
    get("/drained", this::drained);
    route("/drain", this::drain);
    route("/", exchange -> text(exchange, 404, "unknown path; there are: " + PATHS));
    server.setExecutor(threads);
    server.start();
  }

  private static final String PATHS =
      "/health /ready /started /status /metrics /drained, and POST or DELETE /drain on loopback";

  private void drained(HttpExchange exchange) throws IOException {
    try {
      Drain.Progress progress = drain.await(drainLimit);
      boolean drained = progress == Drain.Progress.DRAINED;
      Object answer = Map.of("drained", drained, "progress", progress);
      send(exchange, 200, "application/json", Json.write(answer));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      text(exchange, 503, "stopping");
    }
  }

  private void drain(HttpExchange exchange) throws IOException {
    if (!mayDrain(exchange.getRemoteAddress().getAddress())) {
      text(exchange, 403, "/drain answers on loopback alone");
      return;
    }
    switch (exchange.getRequestMethod()) {
      case "POST" -> {
        drain.begin();
        text(exchange, 202, "draining; GET /drained waits until callers have let go");
      }
      case "DELETE" -> {
        drain.end();
        text(exchange, 200, "draining ended; services that are up register again");
      }
      default -> text(exchange, 405, "POST /drain begins, DELETE /drain ends it");
    }
  }

  /** Whoever reaches the endpoint may read; only whoever is on this machine may change. */
  static boolean mayDrain(InetAddress caller) {
    return caller.isLoopbackAddress();
  }

  private void get(String path, HttpHandler handler) {
    route(
        path,
        exchange -> {
          if (!exchange.getRequestURI().getPath().equals(path)) {
            text(exchange, 404, "unknown path; there are: " + PATHS);
          } else if (!exchange.getRequestMethod().equals("GET")
              && !exchange.getRequestMethod().equals("HEAD")) {
            text(exchange, 405, path + " only reads: use GET");
          } else {
            handler.handle(exchange);
          }
        });
  }

  private void route(String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            handler.handle(exchange);
          } catch (IOException gone) {
            log.debug("admin: {} went away", exchange.getRemoteAddress(), gone);
          } catch (RuntimeException failure) {
            log.error("admin: {} could not be answered", path, failure);
            text(exchange, 500, failure.toString());
          }
        });
  }

  private static void answer(HttpExchange exchange, Answer answer) throws IOException {
    text(exchange, answer.ok() ? 200 : 503, answer.reason());
  }

  private static void text(HttpExchange exchange, int status, String body) throws IOException {
    send(exchange, status, "text/plain; charset=utf-8", body + "\n");
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Stops at once; answers under way are cut off. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
