// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.config.SynapseConfig;
import io.smartstack.sidecar.haproxy.ProxiedService;
import io.smartstack.sidecar.registry.ZooKeeperSessions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A Synapse at work, and all that HAProxy was told. */
final class RunningSynapse implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  final List<List<ProxiedService>> told = new CopyOnWriteArrayList<>();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Synapse synapse;
  private final ZooKeeperSessions sessions = new ZooKeeperSessions(Duration.ofSeconds(6));

  RunningSynapse(SynapseConfig config) {
    this(config, null);
  }

  RunningSynapse(SynapseConfig config, @Nullable Path stateDirectory) {
    this(config, stateDirectory, Map.of());
  }

  RunningSynapse(
      SynapseConfig config, @Nullable Path stateDirectory, Map<String, List<Backend>> served) {
    synapse = new Synapse(sessions, stateDirectory, told::add, meters);
    synapse.start(config, served);
  }

  /** Names of the backends HAProxy was told last, null before it was told of the service. */
  @Nullable List<@Nullable String> names(String service) {
    return names(told.isEmpty() ? List.of() : told.getLast(), service);
  }

  static @Nullable List<@Nullable String> names(List<ProxiedService> services, String service) {
    return services.stream()
        .filter(s -> s.name().equals(service))
        .findFirst()
        .map(s -> s.backends().stream().<@Nullable String>map(Backend::name).toList())
        .orElse(null);
  }

  void awaitNames(String service, String... names) {
    await("backends of " + service)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> names(service), List.of(names)::equals);
  }

  SynapseStatus.Service status(String service) {
    return synapse.status().services().stream()
        .filter(s -> s.name().equals(service))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    synapse.stop();
    sessions.close();
  }
}
