// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.ensemble;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smartstack.bench.Figure;
import io.smartstack.bench.Samples;
import io.smartstack.bench.Size;
import io.smartstack.bench.Stage;
import io.smartstack.bench.ensemble.Servers.Reading;
import io.smartstack.bench.parts.Crowd;
import io.smartstack.bench.parts.Ensemble;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.zookeeper.CreateMode;

/** Opens sessions on one server and gives them, step by step, what a sidecar's session has. */
final class Sessions implements AutoCloseable {

  private static final int TIMEOUT_MS = 120_000;
  private static final int WATCHES = 3;
  private static final Crowd CROWD = new Crowd(32);
  private static final String SERVICE = "/services";

  private final Stage stage;
  private final Servers servers;
  private final int number;
  private final int changes;
  private final int rounds;

  /** The writer first. */
  private final List<RawSession> sessions = Collections.synchronizedList(new ArrayList<>());

  private final AtomicInteger events = new AtomicInteger();
  private final AtomicLong lastEvent = new AtomicLong();
  private final List<Figure> figures = new ArrayList<>();

  Sessions(Stage stage, Servers servers, int number) {
    this.stage = stage;
    this.servers = servers;
    this.number = number;
    this.changes = stage.size() == Size.FULL ? 40 : 5;
    this.rounds = stage.size() == Size.FULL ? 20 : 5;
  }

  List<Figure> measure() throws Exception {
    RawSession writer = session();
    for (String path : List.of(SERVICE, "/nerve", "/reports")) {
      writer.create(path, new byte[0], CreateMode.PERSISTENT);
    }
    for (int i = 0; i < WATCHES; i++) {
      writer.create(SERVICE + "/" + i, new byte[0], CreateMode.PERSISTENT);
    }
    double pss = servers.pss();
    open();
    registrations();
    watches();
    pings();
    changes(writer);
    writes(writer);
    figures.add(
        Figure.reported(
                "ensemble: PSS of the server with %d sessions".formatted(number),
                "MiB",
                servers.pss())
            .with("without", "%.0f MiB".formatted(pss)));
    return figures;
  }

  private RawSession session() throws IOException {
    RawSession session =
        new RawSession(servers.followerAddress(), Ensemble.PORT, TIMEOUT_MS, this::heard);
    sessions.add(session);
    return session;
  }

  private List<Integer> all() {
    return IntStream.rangeClosed(1, number).boxed().toList();
  }

  private void heard() {
    lastEvent.accumulateAndGet(System.nanoTime(), Math::max);
    events.incrementAndGet();
  }

  private void open() throws Exception {
    stage.say("%d sessions".formatted(number));
    Reading heap = servers.heap();
    Reading cpu = servers.cpu();
    long begin = System.nanoTime();
    CROWD.each(all(), _ -> session());
    double seconds = (System.nanoTime() - begin) / 1e9;
    Reading spent = servers.cpu().minus(cpu).each(number);
    figures.add(bytes("session", servers.heap().minus(heap).each(number)));
    figures.add(
        micros("a session's start", spent)
            .with("so many at a time", CROWD.atOnce())
            .with("started", "%.0f per second".formatted(number / seconds)));
  }

  private void registrations() throws Exception {
    stage.say("a registration and a report of each");
    Reading heap = servers.heap();
    CROWD.each(
        all(),
        i -> {
          RawSession session = sessions.get(i);
          session.create(
              "/nerve/service-%d-7d9f8b6c54-abcde_".formatted(i),
              "{\"host\":\"10.1.2.3\",\"port\":8000,\"name\":\"service-%d-7d9f8b6c54-abcde\"}"
                  .formatted(i)
                  .getBytes(UTF_8),
              CreateMode.EPHEMERAL_SEQUENTIAL);
          session.create(
              "/reports/service-%d-7d9f8b6c54-abcde".formatted(i),
              "{\"config\":\"0123456789abcdef\",\"version\":\"0.1.0\",\"calls\":[\"service-1\",\"service-2\",\"service-3\"],\"stale\":[],\"draining\":false}"
                  .getBytes(UTF_8),
              CreateMode.EPHEMERAL);
        });
    figures.add(bytes("registration and report", servers.heap().minus(heap).each(number)));
  }

  private void watches() throws Exception {
    stage.say("%d recursive watches of each".formatted(WATCHES));
    Reading heap = servers.heap();
    Reading cpu = servers.cpu();
    CROWD.each(
        all(),
        i -> {
          for (int path = 0; path < WATCHES; path++) {
            sessions.get(i).watch(SERVICE + "/" + path);
          }
        });
    Reading spent = servers.cpu().minus(cpu).each((double) number * WATCHES);
    figures.add(
        bytes("watch", servers.heap().minus(heap).each((double) number * WATCHES))
            .with("CPU to set it, where the session is", "%.0f µs".formatted(spent.follower())));
  }

  private void pings() throws Exception {
    stage.say("pings");
    TimeUnit.SECONDS.sleep(2);
    Reading idle = servers.cpu();
    long begin = System.nanoTime();
    TimeUnit.SECONDS.sleep(rounds / 2);
    Reading still = servers.cpu().minus(idle).each((System.nanoTime() - begin) / 1e9);
    Reading before = servers.cpu();
    begin = System.nanoTime();
    for (int round = 0; round < rounds; round++) {
      long due = begin + round * 1_000_000_000L;
      TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
      for (RawSession session : sessions) {
        session.ping();
      }
    }
    TimeUnit.SECONDS.sleep(1);
    double seconds = (System.nanoTime() - begin) / 1e9;
    double pings = (double) rounds * sessions.size();
    Reading spent = servers.cpu().minus(before);
    figures.add(
        micros(
                "a ping",
                new Reading(
                    (spent.follower() - still.follower() * seconds) / pings,
                    (spent.leader() - still.leader() * seconds) / pings,
                    (spent.other() - still.other() * seconds) / pings))
            .with("pings", "%.0f".formatted(pings))
            .with(
                "CPU of the three without pings",
                "%.2f %% of a core".formatted(still.sum() / 1e4)));
  }

  private void changes(RawSession writer) throws Exception {
    stage.say("%d changes that %d sessions watch".formatted(changes, number));
    List<Double> times = new ArrayList<>();
    Reading before = servers.cpu();
    for (int i = 0; i < changes; i++) {
      events.set(0);
      long begin = System.nanoTime();
      writer.create(SERVICE + "/0/backend-" + i, new byte[80], CreateMode.EPHEMERAL);
      await(number);
      times.add((lastEvent.get() - begin) / 1e6);
    }
    Reading spent = servers.cpu().minus(before).each((double) changes * number);
    Samples took = Samples.of(times);
    figures.add(
        micros("telling one watcher of a change", spent)
            .with("the last of %d is told after, p50".formatted(number), ms(took.p50()))
            .with("slowest", ms(took.max())));
  }

  private void await(int all) throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (events.get() < all) {
      if (System.nanoTime() > end) {
        throw new TimeoutException("%d of %d sessions were told".formatted(events.get(), all));
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private void writes(RawSession writer) throws Exception {
    int count = changes * 10;
    Reading before = servers.cpu();
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      writer.create("/nerve/unseen-" + i, new byte[80], CreateMode.EPHEMERAL);
      times.add((System.nanoTime() - begin) / 1e6);
      writer.delete("/nerve/unseen-" + i);
    }
    figures.add(
        micros("a write that nobody watches", servers.cpu().minus(before).each(count * 2.0))
            .with("acknowledged after, p50", ms(Samples.of(times).p50())));
  }

  private static String ms(double time) {
    return String.format(Locale.ROOT, "%.1f ms", time);
  }

  private static Figure bytes(String what, Reading each) {
    return Figure.reported(
            "ensemble: memory of a " + what + ", where it is connected", "B", each.follower())
        .with("on the leader", "%.0f B".formatted(each.leader()))
        .with("on the third", "%.0f B".formatted(each.other()));
  }

  private static Figure micros(String what, Reading each) {
    return Figure.reported("ensemble: CPU of " + what + ", all servers", "µs", each.sum())
        .with("where it is connected", "%.1f µs".formatted(each.follower()))
        .with("on the leader", "%.1f µs".formatted(each.leader()))
        .with("on the third", "%.1f µs".formatted(each.other()));
  }

  @Override
  public void close() throws IOException {
    for (RawSession session : sessions) {
      session.close();
    }
  }
}
