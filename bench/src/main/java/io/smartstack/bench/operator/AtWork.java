// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.operator;

import io.smartstack.apiserver.AuditLog;
import io.smartstack.bench.Figure;
import io.smartstack.bench.Limit;
import io.smartstack.bench.Samples;
import io.smartstack.bench.Size;
import io.smartstack.bench.Stage;
import io.smartstack.bench.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One operator that runs: what an edit takes, what nothing costs, what the webhook does. */
final class AtWork {

  private static final double TARGET_MS = 1000;

  private final Stage stage;
  private final Cluster cluster;
  private final Population population;
  private final Sightings sightings;
  private final boolean full;
  private final int quietSeconds;
  private final List<Figure> figures = new ArrayList<>();

  AtWork(Stage stage, Settlement settlement, Sightings sightings) {
    this.stage = stage;
    this.cluster = settlement.cluster();
    this.population = settlement.population();
    this.sightings = sightings;
    this.full = stage.size() == Size.FULL;
    this.quietSeconds = full ? 3 : 1;
  }

  List<Figure> measure() throws Exception {
    Calls since = Calls.from(cluster.api());
    long begin = System.nanoTime();
    try (Replica operator = cluster.operator()) {
      var process = new Spent(operator.pid());
      while (!operator.ready()) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      quiet(process);
      figures.add(
          Figure.reported("operator: writes of a restart", "calls", since.writes().size())
              .with("writes", Calls.words(since.writes()))
              .with(
                  "idle again after",
                  "%.1f s".formatted((System.nanoTime() - begin) / 1e9 - quietSeconds))
              .with("CPU", "%.1f s".formatted(process.cpu())));
      nothing(process);
      edits(process);
      popular(process);
      memory(operator, process);
      webhook(process);
    }
    return figures;
  }

  /** Waits until the operator has had nothing to do for some seconds. */
  private void quiet(Spent process) throws Exception {
    double idle = 0.05 * quietSeconds;
    for (double before = process.cpu(); ; ) {
      Calls since = Calls.from(cluster.api());
      TimeUnit.SECONDS.sleep(quietSeconds);
      double now = process.cpu();
      if (now - before < idle && since.writes().isEmpty()) {
        return;
      }
      before = now;
    }
  }

  private void nothing(Spent process) throws Exception {
    int seconds = full ? 60 : 5;
    stage.say("nothing happens for %d s".formatted(seconds));
    Calls since = Calls.from(cluster.api());
    double before = process.cpu();
    TimeUnit.SECONDS.sleep(seconds);
    List<AuditLog.Write> writes = since.writes();
    figures.add(
        Figure.of(
                "operator: writes while nothing happens",
                "calls",
                writes.size(),
                new Target.AtMost(0))
            .with("for", seconds + " s")
            .with("writes", Calls.words(writes)));
    figures.add(
        Figure.reported(
            "operator: idle CPU", "% of a core", (process.cpu() - before) / seconds * 100));
  }

  private void edits(Spent process) throws Exception {
    int number = full ? 120 : 10;
    stage.say("%d edits, one after another".formatted(number));
    var edits = new Edits(cluster.client(), population, sightings);
    List<Double> files = new ArrayList<>();
    List<Double> statuses = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    var pattern = Bare.written(cluster.client(), population.allNamespaces()).getFirst();
    Calls since = Calls.from(cluster.api());
    double before = process.cpu();
    try (var limit = new Bare(cluster, pattern)) {
      for (int i = 0; i < number; i++) {
        var applied = edits.own(1 + i * 37 % (population.services() - 1), i);
        files.add(applied.files());
        statuses.add(applied.status());
        bare.add(limit.edit(Integer.toString(i + 1)));
      }
    }
    quiet(process);
    List<AuditLog.Write> writes = since.writes();
    Samples took = Samples.of(files);
    Samples limit = Samples.of(bare);
    String what = "one edit by a bare client that knows what to write";
    figures.add(
        Figure.of(
            "operator: one edit → ConfigMap, p50",
            "ms",
            took.p50(),
            new Limit(what + ", p50", limit.p50()),
            null));
    figures.add(
        Figure.of(
                "operator: one edit → ConfigMap, p99",
                "ms",
                took.p99(),
                new Limit(what + ", p99", limit.p99()),
                new Target.AtMost(TARGET_MS))
            .with("edits", number)
            .with("slowest", "%.0f ms".formatted(took.max()))
            .with(
                "until the status says so, p50", "%.0f ms".formatted(Samples.of(statuses).p50())));
    figures.add(
        Figure.reported("operator: writes per edit", "calls", (double) writes.size() / number)
            .with("writes", Calls.words(writes))
            .with("pods that are told", population.pods())
            .with("CPU per edit", "%.0f ms".formatted((process.cpu() - before) / number * 1000)));
  }

  private void popular(Spent process) throws Exception {
    int number = full ? 2 : 1;
    int fans = population.fans().size();
    stage.say("%d edits of a service that %d others use".formatted(number, fans));
    var edits = new Edits(cluster.client(), population, sightings);
    List<Double> times = new ArrayList<>();
    double cpu = 0;
    Calls since = Calls.from(cluster.api());
    for (int i = 0; i < number; i++) {
      double before = process.cpu();
      times.add(edits.popular(i));
      quiet(process);
      cpu += process.cpu() - before;
    }
    figures.add(
        Figure.reported(
                "operator: an edit that %d services use → the last ConfigMap".formatted(fans),
                "ms",
                Samples.of(times).p50())
            .with("slowest of %d".formatted(number), "%.0f ms".formatted(Samples.of(times).max()))
            .with("CPU, all pods told and statuses written", "%.1f s".formatted(cpu / number))
            .with("writes each", since.writes().size() / number));
  }

  private void memory(Replica operator, Spent process) throws Exception {
    double pss = process.pss();
    operator.collect();
    figures.add(
        Figure.reported("operator: PSS at work", "MiB", pss)
            .with("heap needed", "%.0f MiB".formatted(operator.heapUsed() / (1 << 20)))
            .with("peak resident", "%.0f MiB".formatted(process.peak())));
  }

  private void webhook(Spent process) throws Exception {
    int number = full ? 4000 : 200;
    stage.say("%d reviews".formatted(number));
    var reviews = new Reviews(cluster, population.namespace(1), Population.name(1));
    reviews.ask(number / 4, 8);
    Samples alone = reviews.ask(number / 4, 1);
    double before = process.cpu();
    long begin = System.nanoTime();
    Samples together = reviews.ask(number, 8);
    double seconds = (System.nanoTime() - begin) / 1e9;
    figures.add(
        Figure.reported("webhook: reviews, 8 at a time", "per s", number / seconds)
            .with("p50", "%.1f ms".formatted(together.p50()))
            .with("p99", "%.1f ms".formatted(together.p99()))
            .with("one at a time, p50", "%.1f ms".formatted(alone.p50()))
            .with("CPU per review", "%.2f ms".formatted((process.cpu() - before) / number * 1000)));
  }
}
