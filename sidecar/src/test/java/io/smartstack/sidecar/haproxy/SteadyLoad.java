// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Callers that never stop and never retry: two keep their connection, two open a new one for each
 * request. Whatever isn't a whole 200 is a failure.
 */
final class SteadyLoad implements AutoCloseable {

  private final int port;
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final Map<String, LongAdder> answeredBy = new ConcurrentHashMap<>();
  private volatile boolean stopped;
  private final Thread[] callers = new Thread[4];

  SteadyLoad(int port) {
    this.port = port;
    for (int i = 0; i < callers.length; i++) {
      boolean keepAlive = i % 2 == 0;
      callers[i] = Thread.ofPlatform().start(() -> call(keepAlive));
    }
  }

  int sent() {
    return sent.get();
  }

  Queue<String> failures() {
    return failures;
  }

  /** How many answers one backend gave. */
  long answeredBy(String name) {
    LongAdder count = answeredBy.get(name);
    return count == null ? 0 : count.sum();
  }

  private void call(boolean keepAlive) {
    @Nullable Socket socket = null;
    while (!stopped) {
      try {
        if (socket == null) {
          socket = Http.connect(port);
        }
        Http.Answer answer = Http.get(socket, keepAlive);
        sent.incrementAndGet();
        if (answer.status() == 200) {
          answeredBy.computeIfAbsent(answer.body(), name -> new LongAdder()).increment();
        } else {
          failures.add("status " + answer.status());
        }
        if (!keepAlive || answer.closes()) {
          socket.close();
          socket = null;
        }
        Thread.sleep(2);
      } catch (IOException e) {
        sent.incrementAndGet();
        failures.add((keepAlive ? "keep-alive: " : "close: ") + e);
        socket = null;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Override
  public void close() {
    end();
  }

  /** Ends the calls; each one that was begun is finished first. */
  void end() {
    stopped = true;
    try {
      for (Thread caller : callers) {
        caller.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
