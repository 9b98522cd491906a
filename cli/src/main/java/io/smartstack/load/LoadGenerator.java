// SPDX-License-Identifier: Apache-2.0
package io.smartstack.load;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Calls an address at a steady rate, half over kept-alive connections and half over connections of
 * their own, and keeps a sample of each request. Nothing is ever sent twice.
 *
 * <p>Requests are due by the clock, not by the answer before: a callee that stalls gets no mercy.
 */
public final class LoadGenerator implements AutoCloseable {

  private static final long LARGEST_LAG = Duration.ofSeconds(1).toNanos();

  private final InetAddress from;
  private final InetSocketAddress to;
  private final String path;
  private final Duration patience;
  private final Thread pacer;
  private final ConcurrentLinkedQueue<Sample> samples = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
  private final Map<Long, Long> inFlight = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong reconnects = new AtomicLong();
  private volatile boolean running = true;

  private LoadGenerator(
      InetAddress from, InetSocketAddress to, String path, int perSecond, Duration patience) {
    this.from = from;
    this.to = to;
    this.path = path;
    this.patience = patience;
    long period = Duration.ofSeconds(1).toNanos() / perSecond;
    this.pacer = Thread.ofPlatform().daemon().name("load").unstarted(() -> pace(period));
  }

  /**
   * Starts calling.
   *
   * @param from the caller's own address
   * @param to whom it calls
   * @param path what it asks for; the answer's body is taken as the name of who answered
   * @param connections how many kept-alive connections there are at first
   * @param perSecond requests per second of both kinds together
   * @param patience after this long without a whole answer a request has failed
   * @throws IOException when the first connections can't be made
   */
  public static LoadGenerator start(
      InetAddress from,
      InetSocketAddress to,
      String path,
      int connections,
      int perSecond,
      Duration patience)
      throws IOException {
    LoadGenerator load = new LoadGenerator(from, to, path, perSecond, patience);
    for (int i = 0; i < connections; i++) {
      load.idle.add(Connection.open(from, to, patience));
    }
    load.pacer.start();
    return load;
  }

  private void pace(long period) {
    long due = System.nanoTime();
    for (boolean keepAlive = true; running; keepAlive = !keepAlive) {
      long number = numbers.incrementAndGet();
      long start = due;
      boolean kind = keepAlive;
      inFlight.put(number, start);
      Thread.ofVirtual().name("request-" + number).start(() -> request(number, start, kind));
      due += period;
      long late = System.nanoTime() - due;
      if (late > LARGEST_LAG) {
        due += late;
      }
      while (running && due - System.nanoTime() > 0) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
    }
  }

  private void request(long number, long start, boolean keepAlive) {
    Connection.Answer answer = keepAlive ? kept() : single();
    samples.add(
        new Sample(
            start,
            System.nanoTime(),
            keepAlive,
            answer.outcome(),
            answer.status(),
            answer.begun(),
            answer.outcome() == Outcome.OK ? answer.body() : ""));
    inFlight.remove(number);
  }

  private Connection.Answer kept() {
    try {
      Connection connection = take();
      Connection.Answer answer = connection.exchange(path, true, patience);
      if (connection.reusable() && running) {
        idle.addLast(connection);
      } else {
        connection.close();
      }
      return answer;
    } catch (IOException failure) {
      return unconnected(failure);
    }
  }

  private Connection take() throws IOException {
    @Nullable Connection connection = idle.pollFirst();
    while (connection != null) {
      if (!connection.closedByPeer()) {
        return connection;
      }
      connection.close();
      reconnects.incrementAndGet();
      connection = idle.pollFirst();
    }
    return Connection.open(from, to, patience);
  }

  private Connection.Answer single() {
    try (Connection connection = Connection.open(from, to, patience)) {
      return connection.exchange(path, false, patience);
    } catch (IOException failure) {
      return unconnected(failure);
    }
  }

  private static Connection.Answer unconnected(IOException failure) {
    Outcome outcome =
        switch (failure) {
          case SocketTimeoutException late -> Outcome.TIMEOUT;
          case ConnectException refused -> Outcome.REFUSED;
          default -> Outcome.RESET;
        };
    return new Connection.Answer(outcome, 0, false, "");
  }

  /** Every request whose outcome is known. */
  public List<Sample> samples() {
    return List.copyOf(samples);
  }

  /** How many kept-alive connections were closed by the other side while idle, with notice. */
  public long reconnects() {
    return reconnects.get();
  }

  /**
   * The sum of the requests that were due in a stretch of time; waits until each one's outcome is
   * known.
   *
   * @throws InterruptedException when the waiting thread is interrupted
   */
  public Statistics statistics(long fromNanos, long toNanos) throws InterruptedException {
    while (inFlight.values().stream().anyMatch(start -> start - toNanos < 0)) {
      Thread.sleep(Duration.ofMillis(5));
    }
    return Statistics.of(samples(), fromNanos, toNanos);
  }

  /** Stops calling; requests under way are left to end by themselves. */
  @Override
  public void close() {
    running = false;
    LockSupport.unpark(pacer);
    idle.forEach(Connection::close);
  }
}
