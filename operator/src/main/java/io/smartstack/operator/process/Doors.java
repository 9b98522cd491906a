// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** {@code /healthz}, {@code /readyz} and {@code /metrics}, each request on a virtual thread. */
final class Doors implements AutoCloseable {

  private static final int BACKLOG = 32;

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("door-", 0).factory());

  private Doors(HttpServer server) {
    this.server = server;
  }

  /**
   * Opens them.
   *
   * @param live what is wrong with this process, so that only a new one helps
   * @param ready what keeps it from its work now
   * @param metrics in Prometheus' text format
   */
  static Doors open(
      InetSocketAddress address,
      Supplier<List<String>> live,
      Supplier<List<String>> ready,
      Supplier<String> metrics)
      throws IOException {
    Doors doors = new Doors(HttpServer.create(address, BACKLOG));
    HttpServer server = doors.server;
    server.createContext("/healthz", exchange -> answer(exchange, "/healthz", live.get()));
    server.createContext("/readyz", exchange -> answer(exchange, "/readyz", ready.get()));
    server.createContext("/metrics", exchange -> send(exchange, "/metrics", 200, metrics.get()));
    server.createContext(
        "/", exchange -> send(exchange, "/", 404, "There are /healthz, /readyz and /metrics.\n"));
    server.setExecutor(doors.threads);
    server.start();
    return doors;
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, String path, List<String> problems)
      throws IOException {
    send(
        exchange,
        path,
        problems.isEmpty() ? 200 : 503,
        problems.isEmpty() ? "ok\n" : String.join("\n", problems) + "\n");
  }

  private static void send(HttpExchange exchange, String path, int status, String text)
      throws IOException {
    try (exchange) {
      boolean known = path.equals("/") || exchange.getRequestURI().getPath().equals(path);
      byte[] body = (known ? text : "unknown path\n").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(known ? status : 404, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
