// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Serves a directory's files over HTTP, as {@code python -m SimpleHTTPServer} does, and prints each
 * request in its words. Stopped by SIGTERM, it finishes the requests it has begun.
 *
 * <p>The JDK's own {@code jwebserver} answers one request at a time and drops what it is at.
 */
final class FileService implements AutoCloseable {

  private static final int BACKLOG = 512;
  private static final int GRACE_SECONDS = 5;
  private static final int NOT_FOUND = 404;
  private static final int OK = 200;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy HH:mm:ss", Locale.ROOT);

  private final HttpServer server;
  private final Path root;
  private final AtomicBoolean stopping = new AtomicBoolean();

  private FileService(HttpServer server, Path root) {
    this.server = server;
    this.root = root;
  }

  static FileService open(InetSocketAddress address, Path directory) throws IOException {
    // Without it each kept-alive answer waits for the delayed acknowledgement of the one before.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", "300");
    HttpServer server = HttpServer.create(address, BACKLOG);
    FileService service = new FileService(server, directory.toRealPath());
    ThreadFactory threads = Thread.ofVirtual().name("request-", 0).factory();
    server.setExecutor(Executors.newThreadPerTaskExecutor(threads));
    server.createContext("/", service::serve);
    server.start();
    return service;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (stopping.get()) {
        exchange.getResponseHeaders().set("Connection", "close");
      }
      Path file = root.resolve("." + exchange.getRequestURI().getPath()).normalize();
      boolean found = file.startsWith(root) && Files.isRegularFile(file);
      byte[] body =
          found ? Files.readAllBytes(file) : "File not found\n".getBytes(StandardCharsets.US_ASCII);
      int status = found ? OK : NOT_FOUND;
      log(exchange, status);
      exchange.getResponseHeaders().set("Content-Type", "text/plain");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      if (head) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      }
      exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static void log(HttpExchange exchange, int status) {
    String who = exchange.getRemoteAddress().getAddress().getHostAddress();
    String when = LocalDateTime.now(ZoneId.systemDefault()).format(TIME);
    String start = who + " - - [" + when + "] ";
    String missing = status == NOT_FOUND ? start + "code 404, message File not found\n" : "";
    System.out.print(
        "%s%s\"%s %s %s\" %d -%n"
            .formatted(
                missing,
                start,
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getProtocol(),
                status));
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  /** Takes no new connection, finishes what has begun, at most for 5 s. */
  @Override
  public void close() {
    if (stopping.compareAndSet(false, true)) {
      server.stop(GRACE_SECONDS);
    }
  }
}
