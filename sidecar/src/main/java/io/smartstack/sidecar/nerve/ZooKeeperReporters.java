// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.micrometer.core.instrument.MeterRegistry;
import io.smartstack.sidecar.config.NerveServiceConfig;
import io.smartstack.sidecar.config.ReporterConfig;
import io.smartstack.sidecar.registry.ZooKeeperSessions;

/** Makes reporters that share this process's ZooKeeper sessions. */
public final class ZooKeeperReporters implements ReporterFactory {

  private final ZooKeeperSessions sessions;
  private final MeterRegistry meters;

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
      case ReporterConfig.ZooKeeper zooKeeper ->
          new ZooKeeperReporter(sessions.open(zooKeeper.hosts()), service, instanceId, meters);
      case ReporterConfig.None none ->
          throw new IllegalArgumentException(service.name() + " is published nowhere");
    };
  }
}
