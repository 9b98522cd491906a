// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import io.micrometer.core.instrument.MeterRegistry;
import io.smartstack.sidecar.admin.Answer;
import io.smartstack.sidecar.config.ConfigException;
import io.smartstack.sidecar.config.HaproxyConfig;
import io.smartstack.sidecar.config.SynapseConfig;
import io.smartstack.sidecar.haproxy.Haproxy;
import io.smartstack.sidecar.haproxy.HaproxyStatus;
import io.smartstack.sidecar.haproxy.Keeper;
import io.smartstack.sidecar.haproxy.ServedBefore;
import io.smartstack.sidecar.haproxy.ServerStatus;
import io.smartstack.sidecar.registry.ZooKeeperSessions;
import io.smartstack.sidecar.reload.ConfigWatch;
import io.smartstack.sidecar.synapse.Synapse;
import io.smartstack.sidecar.synapse.SynapseStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Synapse, its configuration file and the HAProxy it drives. */
final class SynapsePart implements Part {

  private static final Logger log = LoggerFactory.getLogger(SynapsePart.class);

  /** From then on nobody's start is held up, configured or not. */
  private static final Duration AT_THE_LATEST = Duration.ofSeconds(10);

  private final Synapse synapse;
  private final @Nullable Haproxy haproxy;
  private final ConfigWatch<Taken<SynapseConfig>> configWatch;
  private volatile Taken<SynapseConfig> taken;
  private volatile long startedAt = System.nanoTime();

  /** Reads the file; nothing is watched and no proxy is touched yet. */
  SynapsePart(
      SynapseFile file,
      ZooKeeperSessions sessions,
      Path stateDirectory,
      Keeper keeper,
      MeterRegistry meters)
      throws ConfigException {
    this.configWatch = new ConfigWatch<>("synapse", file.path(), file::load, this::reload, meters);
    this.taken = file.load();
    HaproxyConfig proxy = taken.config().haproxy();
    Haproxy driven = proxy == null ? null : new Haproxy(proxy, stateDirectory, keeper, meters);
    this.haproxy = driven;
    this.synapse =
        new Synapse(
            sessions, stateDirectory, driven == null ? services -> {} : driven::apply, meters);
  }

  @Override
  public String name() {
    return "synapse";
  }

  @Override
  public void start() {
    startedAt = System.nanoTime();
    if (haproxy != null) {
      haproxy.start();
    }
    SynapseConfig first = taken.config();
    HaproxyConfig proxy = first.haproxy();
    synapse.start(first, proxy == null ? Map.of() : ServedBefore.read(proxy));
    configWatch.start();
  }

  private void reload(Taken<SynapseConfig> next) {
    HaproxyConfig proxy = next.config().haproxy();
    if (haproxy != null && proxy != null) {
      haproxy.reconfigure(proxy);
    } else if (haproxy != null || proxy != null) {
      log.warn("synapse: the haproxy section has come or gone; that takes a restart of synapse");
    }
    synapse.reload(next.config());
    taken = next;
  }

  @Override
  public void stop() {
    configWatch.close();
    synapse.stop();
    if (haproxy != null) {
      haproxy.close();
    }
  }

  @Override
  public ConfigWatch<Taken<SynapseConfig>> configWatch() {
    return configWatch;
  }

  @Override
  public Answer ready() {
    return Answer.yes("synapse provides no service");
  }

  @Override
  public Answer started() {
    boolean configured = haproxy == null || haproxy.configured().isDone();
    if (synapse.started() && configured) {
      return Answer.yes("haproxy is configured");
    }
    return System.nanoTime() - startedAt >= AT_THE_LATEST.toNanos()
        ? Answer.yes("haproxy is not configured after 10 s; callers are not kept waiting")
        : Answer.no("haproxy is not configured yet");
  }

  @Override
  public Status status() {
    return new Status(
        synapse.status(), haproxy == null ? null : haproxy.status(), servers(haproxy));
  }

  /** The configuration in force. */
  Taken<SynapseConfig> taken() {
    return taken;
  }

  /** What Synapse knows. */
  SynapseStatus discovery() {
    return synapse.status();
  }

  /** How HAProxy stands, null when none is driven. */
  @Nullable HaproxyStatus proxy() {
    return haproxy == null ? null : haproxy.status();
  }

  private static List<ServerStatus> servers(@Nullable Haproxy haproxy) {
    try {
      return haproxy == null ? List.of() : haproxy.servers();
    } catch (IOException silent) {
      // The proxy's own status says that it does not answer, and why.
      return List.of();
    }
  }

  /**
   * What Synapse knows, and what its HAProxy says.
   *
   * @param discovery services and their backends
   * @param haproxy how HAProxy stands, null when none is driven
   * @param servers what HAProxy says of each server
   */
  record Status(
      SynapseStatus discovery, @Nullable HaproxyStatus haproxy, List<ServerStatus> servers) {}
}
