// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e.caller;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.smartstack.load.LoadGenerator;
import io.smartstack.load.Statistics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Calls {@code localhost:<port>} at a steady rate when told to: {@code POST /calls/<port>/<rate>}
 * begins, {@code GET /calls/<ms>} says what became of the calls of the last milliseconds, {@code
 * DELETE /calls} ends and says what became of all, {@code GET /health} says that this runs.
 */
public final class CallerServer {

  private static final int PORT = 8080;
  private static final int CONNECTIONS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private @Nullable LoadGenerator load;
  private @Nullable String ended;
  private long began;

  private CallerServer() {}

  /** Runs until it is killed. */
  public static void main(String[] arguments) throws IOException {
    CallerServer caller = new CallerServer();
    HttpServer server = HttpServer.create(new InetSocketAddress(PORT), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", caller::answer);
    server.start();
    System.out.println("waiting for orders on port " + PORT);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String[] words = exchange.getRequestURI().getPath().split("/", -1);
    int status = 200;
    String body;
    try {
      body = order(exchange.getRequestMethod(), words);
    } catch (IOException | IllegalArgumentException | IllegalStateException failure) {
      status = 500;
      body = failure.toString();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      status = 500;
      body = stopping.toString();
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private synchronized String order(String method, String[] words)
      throws IOException, InterruptedException {
    return switch (method + " " + words[1]) {
      case "GET health" -> "ok";
      case "POST calls" -> begin(Integer.parseInt(words[2]), Integer.parseInt(words[3]));
      case "GET calls" ->
          json(
              Statistics.of(
                  running().samples(),
                  System.nanoTime() - Duration.ofMillis(Long.parseLong(words[2])).toNanos(),
                  System.nanoTime()));
      case "DELETE calls" -> end();
      default -> throw new IllegalArgumentException("no such order: " + method + " " + words[1]);
    };
  }

  private String begin(int port, int perSecond) throws IOException {
    if (load != null) {
      load.close();
    }
    InetAddress self = InetAddress.getByName("127.0.0.1");
    load =
        LoadGenerator.start(
            self, new InetSocketAddress(self, port), "/whoami", CONNECTIONS, perSecond, PATIENCE);
    began = System.nanoTime();
    ended = null;
    return "{}";
  }

  private String end() throws IOException, InterruptedException {
    if (ended != null) {
      // Who got no answer in time asks again.
      return ended;
    }
    LoadGenerator ending = running();
    long end = System.nanoTime();
    Statistics all = ending.statistics(began, end);
    ending.close();
    load = null;
    ended = json(all);
    return ended;
  }

  private LoadGenerator running() {
    if (load == null) {
      throw new IllegalStateException("no calls are being made");
    }
    return load;
  }

  private static String json(Statistics calls) {
    ObjectNode json = JSON.createObjectNode();
    json.put("sent", calls.sent()).put("keep_alive", calls.keepAlive());
    json.put("failed", calls.failed()).put("seconds", calls.elapsed().toMillis() / 1e3);
    json.put("failing_for_seconds", calls.failingFor().toMillis() / 1e3);
    json.put("p50_ms", calls.p50().toNanos() / 1e6).put("p99_ms", calls.p99().toNanos() / 1e6);
    calls.reasons().forEach(json.putObject("reasons")::put);
    calls.nodes().forEach(json.putObject("answered_by")::put);
    return json.toString();
  }
}
