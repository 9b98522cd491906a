// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import io.micrometer.core.instrument.MeterRegistry;
import io.smartstack.sidecar.admin.Answer;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.ConfigException;
import io.smartstack.sidecar.config.NerveConfig;
import io.smartstack.sidecar.config.NerveServiceConfig;
import io.smartstack.sidecar.config.ReporterConfig;
import io.smartstack.sidecar.drain.Drain;
import io.smartstack.sidecar.drain.KernelConnections;
import io.smartstack.sidecar.nerve.Nerve;
import io.smartstack.sidecar.nerve.NerveStatus;
import io.smartstack.sidecar.nerve.ZooKeeperReporters;
import io.smartstack.sidecar.registry.ZooKeeperSessions;
import io.smartstack.sidecar.reload.ConfigWatch;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Nerve, its configuration file and its way out. */
final class NervePart implements Part {

  /** How long SIGTERM waits for ZooKeeper to acknowledge that everything is deregistered. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final Nerve nerve;
  private final ConfigWatch<Taken<NerveConfig>> configWatch;
  private final Drain drain;
  private volatile Taken<NerveConfig> taken;

  /** Reads the file; nothing is checked yet. */
  NervePart(NerveFile file, ZooKeeperSessions sessions, MeterRegistry meters)
      throws ConfigException {
    this.nerve = new Nerve(new ZooKeeperReporters(sessions, meters), meters);
    this.configWatch = new ConfigWatch<>("nerve", file.path(), file::load, this::reload, meters);
    this.taken = file.load();
    this.drain =
        new Drain(
            nerve::drain,
            nerve::undrain,
            this::published,
            new KernelConnections(),
            System::nanoTime);
  }

  @Override
  public String name() {
    return "nerve";
  }

  @Override
  public void start() {
    nerve.start(taken.config());
    configWatch.start();
  }

  private void reload(Taken<NerveConfig> next) {
    nerve.reload(next.config());
    taken = next;
  }

  @Override
  public void stop() {
    configWatch.close();
    nerve.stop(STOP_LIMIT);
  }

  @Override
  public ConfigWatch<Taken<NerveConfig>> configWatch() {
    return configWatch;
  }

  @Override
  public Answer ready() {
    String missing =
        nerve.status().services().stream()
            .filter(service -> !service.registeredOnce())
            .map(NerveStatus.Service::name)
            .collect(Collectors.joining(", "));
    return missing.isEmpty()
        ? Answer.yes("every service has been registered")
        : Answer.no("not registered so far: " + missing);
  }

  @Override
  public Answer started() {
    return Answer.yes("nerve needs no proxy");
  }

  @Override
  public NerveStatus status() {
    return nerve.status();
  }

  /** What {@code /drain} begins and {@code /drained} waits for. */
  Drain drain() {
    return drain;
  }

  /** The configuration in force. */
  Taken<NerveConfig> taken() {
    return taken;
  }

  /** The ensembles in which it registers services. */
  Set<List<String>> ensembles() {
    Set<List<String>> found = new HashSet<>();
    for (NerveServiceConfig service : taken.config().services().values()) {
      if (service.reporter() instanceof ReporterConfig.ZooKeeper zooKeeper) {
        found.add(zooKeeper.hosts().stream().distinct().sorted().toList());
      }
    }
    return found;
  }

  private Set<InetSocketAddress> published() {
    Set<InetSocketAddress> published = new HashSet<>();
    for (NerveStatus.Service service : nerve.status().services()) {
      new Port(service.port(), true)
          .number()
          .ifPresent(port -> published.add(new InetSocketAddress(service.host(), port)));
    }
    return published;
  }
}
