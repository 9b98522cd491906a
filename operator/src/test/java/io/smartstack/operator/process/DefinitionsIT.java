// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smartstack.apiserver.ApiServer;
import io.smartstack.operator.ensemble.EnsembleReconciler;
import io.smartstack.operator.ensemble.EnsembleSettings;
import io.smartstack.operator.registry.Registries;
import io.smartstack.operator.service.ServiceReconciler;
import io.smartstack.operator.status.KubernetesEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** The definitions come later than the operator, or at the same time, as with a chart. */
class DefinitionsIT {

  private static final InstantSource CLOCK = InstantSource.system();
  private static final LeaderTerms TERMS =
      new LeaderTerms(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

  private final List<String> failures = new CopyOnWriteArrayList<>();

  @Test
  void theReconcilersWaitForTheirDefinitionsAndBegin()
      throws ExecutionException, InterruptedException {
    try (ApiServer api = ApiServer.start();
        var events = new KubernetesEvents(api.admin(), "operator", CLOCK);
        var registries = new Registries(CLOCK)) {
      String namespace = api.newNamespace("definitions");
      Controllers controllers = controllers(api.admin(), namespace, events, registries);
      var began =
          // Not on the common pool: what the client does there would wait for what waits for it.
          CompletableFuture.runAsync(
              controllers::start, task -> Thread.ofPlatform().name("leader").start(task));
      // Nobody waits for a definition to be established: that is what the operator is for.
      api.kubectl("apply", "--server-side", "-f", Path.of("..", "crds").toString());
      await().atMost(Duration.ofSeconds(60)).until(began::isDone);
      began.get();
      assertThat(failures).isEmpty();
      api.shell(
          Path.of("."),
          "kubectl -n %s apply -f - <<< '{\"apiVersion\":\"smartstack.io/v1\",\"kind\":\"SmartService\",\"metadata\":{\"name\":\"a\"},\"spec\":{\"ensemble\":{\"name\":\"zk\"},\"nerve\":{\"port\":8080}}}'"
              .formatted(namespace));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() ->
              api.admin().configMaps().inNamespace(namespace).withName("smartstack-a").get()
                  != null);
      controllers.stop();
    }
  }

  private Controllers controllers(
      KubernetesClient client, String namespace, KubernetesEvents events, Registries registries) {
    var settings =
        new Settings(
            Set.of(namespace),
            namespace,
            "operator",
            false,
            "none",
            TERMS,
            "127.0.0.1",
            0,
            0,
            "webhook",
            "configuration",
            List.of(),
            false,
            "sidecar:1",
            "zookeeper",
            "Never",
            "cluster.local",
            null,
            null);
    var with =
        new Parts.Surroundings(
            client, events, new SimpleMeterRegistry(), settings, () -> true, failures::add);
    return new Controllers(
        with,
        List.of(
            new EnsembleReconciler(
                client,
                EnsembleSettings.of("zookeeper", "cluster.local"),
                events,
                CLOCK,
                () -> true),
            new ServiceReconciler(
                client, events, registries, () -> true, "cluster.local", "1", CLOCK)));
  }
}
