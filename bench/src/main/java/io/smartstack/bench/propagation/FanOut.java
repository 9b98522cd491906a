// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.propagation;

import io.smartstack.bench.Figure;
import io.smartstack.bench.Limit;
import io.smartstack.bench.Samples;
import io.smartstack.bench.Scenario;
import io.smartstack.bench.Size;
import io.smartstack.bench.Stage;
import io.smartstack.bench.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One backend comes or goes: until the last of many consumers has it, and what that costs each. */
public final class FanOut implements Scenario {

  @Override
  public String name() {
    return "fan-out";
  }

  @Override
  public String about() {
    return "from the write of one backend's znode until the last of many consumers has it or has let"
        + " go of it, and the processor time that one change costs a sidecar";
  }

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    boolean full = stage.size() == Size.FULL;
    List<Integer> sizes = full ? List.of(10, 100, 1000) : List.of(10, 100);
    List<Integer> consumers = full ? List.of(1, 100, 1000) : List.of(1, 20);
    int most = stage.size().of(20, 2);
    List<Figure> figures = new ArrayList<>();
    try (Crowd crowd = new Crowd(stage, sizes, stage.size().of(100, 10))) {
      stage.say("backends are registered");
      for (int count : consumers) {
        crowd.growTo(Math.min(count, most), count);
        stage.say(crowd.consumers() + " consumers, " + crowd.real() + " of them real");
        if (count == 1) {
          cost(stage, crowd, sizes, figures);
        }
        for (int size : sizes) {
          boolean judged = count == 1000 && size == 1000;
          spread(stage, crowd, size, false, judged, figures);
        }
        spread(stage, crowd, sizes.getLast(), true, false, figures);
      }
      figures.add(
          Figure.of(
              "HAProxy reloads, fan-out",
              "reloads",
              crowd.reloads() - crowd.real(),
              new Target.Zero()));
      stage.note(
          "of %d consumers %d are sidecars with their HAProxy; the others are watchers in one process, each with its own session and watches: what Synapse asks of ZooKeeper, without HAProxy"
              .formatted(crowd.consumers(), crowd.real()));
      stage.note("every consumer watches all services; HAProxy's own checks are off");
    }
    return figures;
  }

  private static void spread(
      Stage stage, Crowd crowd, int size, boolean encoded, boolean judged, List<Figure> figures)
      throws Exception {
    List<Crowd.Change> changes = new ArrayList<>();
    int count = stage.size().of(15, 4);
    for (int i = 0; i < count; i++) {
      changes.add(crowd.change(Crowd.hot(size), encoded));
    }
    Samples there = Samples.of(changes.stream().map(Crowd.Change::there).toList());
    Samples created = Samples.of(changes.stream().map(Crowd.Change::created).toList());
    Samples gone = Samples.of(changes.stream().map(Crowd.Change::gone).toList());
    Samples deleted = Samples.of(changes.stream().map(Crowd.Change::deleted).toList());
    String where =
        "%,d consumers × %,d backends%s"
            .formatted(crowd.consumers(), size, encoded ? ", path-encoded names" : "");
    @Nullable Target target = judged ? new Target.AtMost(1000) : null;
    figures.add(
        Figure.of(
                where + ", backend comes, last consumer",
                "ms",
                there.p50(),
                new Limit("bare create-ack", created.p50()),
                target)
            .with("changes", count)
            .with("slowest, ms", "%.1f".formatted(there.max())));
    figures.add(
        Figure.of(
                where + ", backend goes, last consumer",
                "ms",
                gone.p50(),
                new Limit("bare delete-ack", deleted.p50()),
                target)
            .with("changes", count)
            .with("slowest, ms", "%.1f".formatted(gone.max())));
  }

  /** One sidecar alone: changes at a steady pace, what it uses when nothing changes taken off. */
  private static void cost(Stage stage, Crowd crowd, List<Integer> sizes, List<Figure> figures)
      throws Exception {
    int rounds = stage.size().of(100, 10);
    for (int i = 0; i < rounds; i++) {
      crowd.change(Crowd.hot(sizes.get(i % sizes.size())), false);
    }
    long start = System.nanoTime();
    double before = crowd.cpu();
    Thread.sleep(stage.size().of(10_000, 2_000));
    double idle = (crowd.cpu() - before) / ((System.nanoTime() - start) / 1e9);
    double least = 0;
    for (int size : sizes) {
      start = System.nanoTime();
      before = crowd.cpu();
      double proxy = crowd.haproxyCpu();
      for (int i = 0; i < rounds; i++) {
        crowd.change(Crowd.hot(size), false);
        Thread.sleep(50);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      double each = (crowd.cpu() - before - idle * seconds) / (2 * rounds) * 1000;
      least = size == sizes.getFirst() ? each : least;
      boolean largest = size == sizes.getLast();
      figures.add(
          Figure.of(
                  "sidecar's CPU per change, %,d backends".formatted(size),
                  "ms",
                  each,
                  new Limit("with %,d backends".formatted(sizes.getFirst()), least),
                  largest ? new Target.AtMostRatio(2) : null)
              .with("changes", 2 * rounds)
              .with("idle CPU taken off, % of a core", "%.2f".formatted(idle * 100))
              .with(
                  "HAProxy's CPU per change, ms",
                  "%.3f".formatted((crowd.haproxyCpu() - proxy) / (2 * rounds) * 1000)));
      stage.say("cost with " + size + " backends is measured");
    }
  }
}
