// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/** A second ensemble, with a service and its caller of its own: e2e/second.yaml. */
final class Second {

  static final String NAME = "second";

  /** Where its caller finds the service. */
  static final int PORT = 3214;

  private static final Duration SET = Duration.ofMinutes(3);

  private final Cluster cluster;
  private final Ensemble ensemble;
  private final Callers caller;

  private Second(Cluster cluster) {
    this.cluster = cluster;
    this.ensemble = new Ensemble(cluster, NAME);
    this.caller = new Callers(cluster, "second-caller");
  }

  /** Makes what isn't there, and waits until so many members serve and both pods are called. */
  static Second set(Scene scene, int members) {
    Second second = new Second(scene.cluster());
    if (scene.cluster().service(NAME) == null) {
      scene.stage().apply("e2e/second.yaml");
    }
    scene.see("kubectl scale zookeeperensemble second --replicas=" + members);
    scene.await(
        "the second ensemble has %d members, and its service is called".formatted(members),
        SET,
        () -> second.ensemble.serving(members) && second.steady());
    return second;
  }

  private boolean steady() {
    return cluster.pods("second-caller").stream().anyMatch(Cluster::ready)
        && caller.called(NAME).size() == 2
        && cluster.registered(NAME).size() == 2;
  }

  /** Takes everything away, so that the next scene doesn't meet it. */
  static void strike() {
    Shell.run("kubectl delete -f e2e/second.yaml --ignore-not-found --timeout=3m");
  }

  Ensemble ensemble() {
    return ensemble;
  }

  Callers caller() {
    return caller;
  }

  /** How long the caller's Synapse has not been able to ask ZooKeeper. */
  Duration staleFor() {
    String since = discovered().path("stale_since").asText("");
    return since.isEmpty() || since.equals("null")
        ? Duration.ZERO
        : Duration.between(Instant.parse(since), Instant.now());
  }

  /** The backends that the caller's Synapse finds in ZooKeeper now. */
  List<String> found() {
    return StreamSupport.stream(discovered().path("backends").spliterator(), false)
        .filter(backend -> backend.path("source").asText().equals("discovered"))
        .filter(backend -> backend.path("stale_since").isNull())
        .map(backend -> backend.at("/backend/name").asText())
        .toList();
  }

  private JsonNode discovered() {
    return caller.status().at("/synapse/discovery/services/0");
  }
}
