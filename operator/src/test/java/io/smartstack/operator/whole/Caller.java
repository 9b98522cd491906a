// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls a service at localhost without a pause, each time anew and never twice for one call. */
final class Caller implements AutoCloseable {

  private static final int PATIENCE_MS = 10_000;
  private static final int PAUSE_MS = 5;

  private final URI uri;
  private final Set<String> answerers = ConcurrentHashMap.newKeySet();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final Thread thread;
  private volatile boolean closed;

  private Caller(URI uri) {
    this.uri = uri;
    this.thread = Thread.ofPlatform().name("caller").daemon().start(this::run);
  }

  /** Calls service-a as service-b's pod does. */
  static Caller ofServiceA() {
    return new Caller(URI.create("http://127.0.0.1:3213/whoami"));
  }

  private void run() {
    try {
      while (!closed) {
        call();
        Thread.sleep(PAUSE_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void call() {
    calls.incrementAndGet();
    try {
      HttpURLConnection call = (HttpURLConnection) uri.toURL().openConnection();
      call.setRequestProperty("Connection", "close");
      call.setConnectTimeout(PATIENCE_MS);
      call.setReadTimeout(PATIENCE_MS);
      int status = call.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        failures.add(Instant.now() + " " + status);
        return;
      }
      try (var body = call.getInputStream()) {
        answerers.add(new String(body.readAllBytes(), StandardCharsets.UTF_8).strip());
      }
    } catch (IOException e) {
      failures.add(Instant.now() + " " + e);
    }
  }

  /** Who has answered since the start or {@link #forget}. */
  Set<String> answerers() {
    return Set.copyOf(answerers);
  }

  void forget() {
    answerers.clear();
  }

  int calls() {
    return calls.get();
  }

  List<String> failures() {
    return failures;
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
