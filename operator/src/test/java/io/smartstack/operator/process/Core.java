// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smartstack.operator.ensemble.EnsembleReconciler;
import io.smartstack.operator.registry.Registries;
import io.smartstack.operator.service.ServiceReconciler;
import io.smartstack.operator.status.Events;
import io.smartstack.operator.status.KubernetesEvents;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** All that a leader does, in one namespace, with a client and an ensemble of the test's. */
public final class Core implements AutoCloseable {

  private final KubernetesEvents events;
  private final WebhookDoor door;
  private final Leading leading;

  /**
   * Makes one; {@link #start} starts it.
   *
   * @param configuration the MutatingWebhookConfiguration
   */
  public Core(
      KubernetesClient client,
      String namespace,
      String configuration,
      Function<Events, EnsembleReconciler> ensembles) {
    InstantSource clock = InstantSource.system();
    events = new KubernetesEvents(client, "operator", clock);
    var with =
        new Parts.Surroundings(
            client,
            events,
            new SimpleMeterRegistry(),
            settings(namespace, configuration),
            () -> true,
            problem -> {});
    Registries registries = new Registries(clock);
    door = new WebhookDoor(with);
    leading =
        new Leading(
            door,
            new Controllers(
                with,
                List.of(
                    ensembles.apply(events),
                    new ServiceReconciler(
                        client,
                        events,
                        registries,
                        () -> true,
                        "cluster.local",
                        version(),
                        clock))),
            registries);
  }

  /** The operator's own, and so its sidecars'. */
  public static String version() {
    return Version.current();
  }

  private static Settings settings(String namespace, String configuration) {
    var terms =
        new LeaderTerms(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));
    return new Settings(
        Set.of(namespace),
        namespace,
        "operator",
        false,
        "none",
        terms,
        "127.0.0.1",
        0,
        0,
        "smartstack-webhook",
        configuration,
        List.of("127.0.0.1"),
        true,
        "smartstack/sidecar:" + version(),
        "smartstack/zookeeper",
        "IfNotPresent",
        "cluster.local",
        null,
        null);
  }

  /** Opens the webhook's door. */
  public int open() {
    door.start();
    return door.port();
  }

  /** Begins to work. */
  public void start() {
    leading.start();
  }

  @Override
  public void close() {
    leading.stop();
    events.close();
    door.stop();
  }
}
