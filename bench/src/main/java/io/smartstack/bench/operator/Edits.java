// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.smartstack.crd.v1.SmartService;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/** People who change one SmartService after another, and look when it is applied. */
record Edits(KubernetesClient client, Population population, Sightings sightings) {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Milliseconds from asking to the changed ConfigMap, and to the status that says so. */
  record Applied(double files, double status) {}

  /** How one service is checked changes: its own files. */
  Applied own(int service, int round) throws InterruptedException, TimeoutException {
    String namespace = population.namespace(service);
    String name = Population.name(service);
    String map = namespace + "/smartstack-" + name;
    String key = namespace + "/" + name;
    String before = sightings.configuration(key);
    long begin = System.nanoTime();
    patch(
        service,
        String.format(
            Locale.ROOT, "{\"spec\":{\"nerve\":{\"checkInterval\":%.3f}}}", 3 + round / 1000.0));
    sightings.await("the files of " + key, PATIENCE, () -> sightings.changed(List.of(map), begin));
    double files = (sightings.lastChange(List.of(map)) - begin) / 1e6;
    sightings.await(
        "the status of " + key, PATIENCE, () -> !before.equals(sightings.configuration(key)));
    return new Applied(files, (System.nanoTime() - begin) / 1e6);
  }

  /** How callers find the popular service changes: ms until the last of their files has. */
  double popular(int round) throws InterruptedException, TimeoutException {
    List<String> maps =
        population.fans().stream()
            .map(it -> population.namespace(it) + "/smartstack-" + Population.name(it))
            .toList();
    long begin = System.nanoTime();
    patch(
        Population.POPULAR,
        "{\"spec\":{\"synapse\":{\"haproxy\":{\"serverOptions\":\"check inter %ds rise 3 fall 2\"}}}}"
            .formatted(3 + round));
    sightings.await("the files of all callers", PATIENCE, () -> sightings.changed(maps, begin));
    return (sightings.lastChange(maps) - begin) / 1e6;
  }

  private void patch(int service, String patch) {
    client
        .resources(SmartService.class)
        .inNamespace(population.namespace(service))
        .withName(Population.name(service))
        .patch(Settlement.MERGE, patch);
  }
}
