// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.micrometer.core.instrument.MeterRegistry;
import io.smartstack.sidecar.config.NerveServiceConfig;
import io.smartstack.sidecar.config.ReporterConfig;
import io.smartstack.sidecar.registry.Ensemble;
import io.smartstack.sidecar.registry.ZooKeeperSessions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes reporters that share this process's ZooKeeper sessions. */
public final class ZooKeeperReporters implements ReporterFactory {

  private final ZooKeeperSessions sessions;
  private final MeterRegistry meters;
  private final Map<Ensemble, Set<ZooKeeperReporter>> made = new ConcurrentHashMap<>();

  /**
   * Reporters on these sessions.
   *
   * @param sessions stay the caller's; to be closed after Nerve has stopped
   * @param meters receives {@code nerve.reporter.*}
   */
  public ZooKeeperReporters(ZooKeeperSessions sessions, MeterRegistry meters) {
    this.sessions = sessions;
    this.meters = meters;
  }

  @Override
  public Reporter create(String instanceId, NerveServiceConfig service) {
    return switch (service.reporter()) {
      case ReporterConfig.ZooKeeper zooKeeper -> {
        Ensemble ensemble = sessions.open(zooKeeper.hosts());
        ZooKeeperReporter reporter = new ZooKeeperReporter(ensemble, service, instanceId, meters);
        Set<ZooKeeperReporter> others =
            made.computeIfAbsent(ensemble, any -> ConcurrentHashMap.newKeySet());
        others.removeIf(ZooKeeperReporter::isClosed);
        others.add(reporter);
        yield reporter;
      }
      case ReporterConfig.None none ->
          throw new IllegalArgumentException(service.name() + " is published nowhere");
    };
  }

  /** A session that was continued may still hold znodes of services that are configured no more. */
  @Override
  public void firstAllMade() {
    made.forEach(InheritedZnodes::remove);
  }
}
