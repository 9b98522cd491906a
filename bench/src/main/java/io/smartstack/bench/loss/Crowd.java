// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.loss;

import io.smartstack.bench.parts.Caller;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** Callers of both kinds, each calling as soon as it was answered; a call is never repeated. */
final class Crowd implements AutoCloseable {

  private final String address;
  private final int port;
  private final AtomicBoolean calling = new AtomicBoolean(true);
  private final LongAdder kept = new LongAdder();
  private final LongAdder single = new LongAdder();
  private final ConcurrentLinkedQueue<String> lost = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  private Crowd(String address, int port) {
    this.address = address;
    this.port = port;
  }

  /**
   * Begins to call.
   *
   * @param keeping how many callers keep their connection; as many more open one for each call
   */
  static Crowd call(String address, int port, int keeping) {
    Crowd crowd = new Crowd(address, port);
    for (int i = 0; i < keeping; i++) {
      crowd.threads.add(Thread.ofPlatform().start(() -> crowd.work(true, crowd.kept)));
      crowd.threads.add(Thread.ofPlatform().start(() -> crowd.work(false, crowd.single)));
    }
    return crowd;
  }

  private void work(boolean keepAlive, LongAdder counted) {
    while (calling.get()) {
      // After a loss the same caller begins anew.
      try (Caller caller = Caller.to(address, port, keepAlive)) {
        while (calling.get()) {
          counted.increment();
          int status = caller.call();
          if (status != 200) {
            lose(keepAlive, "status " + status);
          }
        }
      } catch (IOException e) {
        lose(keepAlive, e.toString());
      }
    }
  }

  private void lose(boolean keepAlive, String why) {
    lost.add(Instant.now() + (keepAlive ? " kept connection: " : " own connection: ") + why);
  }

  /** Calls over kept connections so far. */
  long kept() {
    return kept.sum();
  }

  /** Calls over connections of their own so far. */
  long single() {
    return single.sum();
  }

  /** Calls without an answer of 200, each with its time and what became of it. */
  List<String> lost() {
    return List.copyOf(lost);
  }

  /** Stops calling; the calls under way are ended first. */
  @Override
  public void close() {
    calling.set(false);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
