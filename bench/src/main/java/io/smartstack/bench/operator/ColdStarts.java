// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.operator;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.smartstack.apiserver.AuditLog;
import io.smartstack.bench.Figure;
import io.smartstack.bench.Limit;
import io.smartstack.bench.Samples;
import io.smartstack.bench.Stage;
import io.smartstack.bench.Target;
import io.smartstack.crd.v1.SmartService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Starts the operator where nothing is done yet, and where all is. */
final class ColdStarts {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final double TARGET_SECONDS = 30;

  /** As many writes at a time as the operator has threads. */
  private static final int AT_ONCE = 8;

  private final Stage stage;
  private final Settlement settlement;
  private final Cluster cluster;
  private final Population population;
  private final Sightings sightings;
  private final List<Double> colds = new ArrayList<>();
  private final List<Double> floors = new ArrayList<>();
  private final List<Double> spent = new ArrayList<>();
  private final List<Double> pss = new ArrayList<>();
  private final List<Double> peaks = new ArrayList<>();
  private String writes = "";
  private String reads = "";
  private double calls;

  ColdStarts(Stage stage, Settlement settlement, Sightings sightings) {
    this.stage = stage;
    this.settlement = settlement;
    this.cluster = settlement.cluster();
    this.population = settlement.population();
    this.sightings = sightings;
  }

  List<Figure> measure(int rounds) throws Exception {
    for (int round = 0; round < rounds; round++) {
      cold();
      floor();
      stage.say(
          "cold %.1f s, bare client %.1f s, CPU %.1f s, %.0f MiB PSS"
              .formatted(colds.getLast(), floors.getLast(), spent.getLast(), pss.getLast()));
      if (round < rounds - 1) {
        settlement.blank();
      }
    }
    int services = population.services();
    double cold = Samples.of(colds).p50();
    return List.of(
        Figure.of(
                "operator: %d services cold".formatted(services),
                "s",
                cold,
                new Limit(
                    "a bare client that writes the same ConfigMaps and statuses, 8 at a time",
                    Samples.of(floors).p50()),
                new Target.AtMost(TARGET_SECONDS))
            .with("rounds", all(colds))
            .with("from", "the start of the operator's process")
            .with("to", "all ConfigMaps and all statuses Ready with every backend"),
        Figure.reported("operator: CPU of a cold start", "s", Samples.of(spent).p50()),
        Figure.reported("operator: PSS after a cold start", "MiB", Samples.of(pss).p50())
            .with("peak resident", "%.0f MiB".formatted(Samples.of(peaks).p50()))
            .with(
                "heap",
                "at most %d MiB, of the chart's memory limit"
                    .formatted(Replica.heap(cluster.api())))
            .with("pods in its cache", population.allPods()),
        Figure.reported("operator: writes per service, cold", "calls", calls / services)
            .with("writes", writes)
            .with("reads, everybody's", reads));
  }

  private static String all(List<Double> values) {
    return String.join(
        " · ", values.stream().map(it -> String.format(Locale.ROOT, "%.1f", it)).toList());
  }

  private void cold() throws Exception {
    sightings.forget();
    Calls since = Calls.from(cluster.api());
    long begin = System.nanoTime();
    try (Replica operator = cluster.operator()) {
      sightings.await(
          "a cold start",
          PATIENCE,
          () -> operator.lives() && sightings.allThere(population.services()));
      colds.add((System.nanoTime() - begin) / 1e9);
      var process = new Spent(operator.pid());
      spent.add(process.cpu());
      pss.add(process.pss());
      peaks.add(process.peak());
      List<AuditLog.Write> written = since.writes();
      calls = written.size();
      writes = Calls.words(written);
      reads = since.reads();
    }
  }

  /** Takes all away again and writes it once more, without an operator. */
  private void floor() throws Exception {
    List<ConfigMap> maps = Bare.written(cluster.client(), population.allNamespaces());
    List<SmartService> services =
        cluster.client().resources(SmartService.class).inAnyNamespace().list().getItems();
    settlement.blank();
    floors.add(Bare.rewrite(cluster.client(), maps, services, AT_ONCE));
  }
}
