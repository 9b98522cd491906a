// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.operator;

import io.smartstack.bench.Figure;
import io.smartstack.bench.Scenario;
import io.smartstack.bench.Size;
import io.smartstack.bench.Stage;
import io.smartstack.bench.parts.Ensemble;
import java.util.ArrayList;
import java.util.List;

/** The control plane with many services. */
public final class OperatorScenario implements Scenario {

  private static final String NETWORK = "127.63.0";
  private static final int ZOOKEEPER_HEAP = 256;

  @Override
  public String name() {
    return "operator";
  }

  @Override
  public String about() {
    return "1,000 SmartServices and 10,000 pods (told of, not run) on a real API server: from the operator's start until every ConfigMap and status is there, and from one edit to the changed ConfigMap.";
  }

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    boolean full = stage.size() == Size.FULL;
    stage.note(
        "Pods are objects whose status was written by the benchmark, and all their sidecars are one ZooKeeper session that writes their registrations and reports; etcd runs without fsync. Operator, API server, etcd, ZooKeeper and the benchmark share this machine's cores.");
    try (Ensemble zookeeper = Ensemble.start(stage.directory(), NETWORK, ZOOKEEPER_HEAP);
        Cluster cluster = Cluster.start(stage.directory());
        Sidecars sidecars = Sidecars.connect(zookeeper.connectString())) {
      Population population =
          full
              ? new Population(1000, 10, 10, zookeeper.json())
              : new Population(30, 5, 3, zookeeper.json());
      var settlement = new Settlement(cluster, population);
      stage.say("the webhook makes one pod, to be copied");
      PodTemplate template = settlement.template();
      stage.say(
          "%d services and %d pods are made"
              .formatted(population.services(), population.allPods()));
      settlement.fill(template, sidecars);
      stage.say("they are there");
      List<Figure> figures = new ArrayList<>();
      try (var sightings = new Sightings(cluster.client(), population.pods())) {
        figures.addAll(new ColdStarts(stage, settlement, sightings).measure(full ? 2 : 1));
        sidecars.follow(cluster.client());
        figures.addAll(new AtWork(stage, settlement, sightings).measure());
      }
      return figures;
    }
  }
}
