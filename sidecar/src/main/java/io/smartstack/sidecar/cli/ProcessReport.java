// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import io.smartstack.sidecar.config.DiscoveryConfig;
import io.smartstack.sidecar.config.SynapseServiceConfig;
import io.smartstack.sidecar.drain.Drain;
import io.smartstack.sidecar.haproxy.HaproxyStatus;
import io.smartstack.sidecar.report.SidecarReport;
import io.smartstack.sidecar.synapse.SynapseStatus;
import io.smartstack.sidecar.synapse.SynapseStatus.Source;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What this process reports of itself in ZooKeeper. Asked by one thread at a time. */
final class ProcessReport {

  private static final String VERSION = Version.current();

  private final @Nullable NervePart nerve;
  private final @Nullable SynapsePart synapse;
  private final Drain drain;
  private volatile Hashed hashed = new Hashed(null, null, "");

  /** The hash of these two; files can be large, and the question comes often. */
  private record Hashed(@Nullable Taken<?> nerve, @Nullable Taken<?> synapse, String hash) {}

  /**
   * Asks these parts.
   *
   * @param nerve null when it provides nothing
   * @param synapse null when it finds nothing
   */
  ProcessReport(@Nullable NervePart nerve, @Nullable SynapsePart synapse, Drain drain) {
    this.nerve = nerve;
    this.synapse = synapse;
    this.drain = drain;
  }

  /**
   * The ensembles in which services are registered; where none are, those in which they are found.
   */
  Set<List<String>> ensembles() {
    Set<List<String>> registered = nerve == null ? Set.of() : nerve.ensembles();
    return registered.isEmpty() ? searched() : registered;
  }

  SidecarReport now() {
    return new SidecarReport(
        hash(),
        VERSION,
        services().stream()
            .filter(service -> service.discovery() instanceof DiscoveryConfig.ZooKeeper)
            .map(SynapseServiceConfig::name)
            .toList(),
        synapse == null ? List.of() : stale(synapse.discovery()),
        drain.begun(),
        refused());
  }

  private String hash() {
    Taken<?> first = nerve == null ? null : nerve.taken();
    Taken<?> second = synapse == null ? null : synapse.taken();
    Hashed known = hashed;
    if (known.hash().isEmpty()
        || !Objects.equals(known.nerve(), first)
        || !Objects.equals(known.synapse(), second)) {
      known = new Hashed(first, second, Taken.hash(first, second));
      hashed = known;
    }
    return known.hash();
  }

  private Set<List<String>> searched() {
    Set<List<String>> found = new HashSet<>();
    for (SynapseServiceConfig service : services()) {
      if (service.discovery() instanceof DiscoveryConfig.ZooKeeper zooKeeper) {
        found.add(zooKeeper.hosts().stream().distinct().sorted().toList());
      }
    }
    return found;
  }

  private List<SynapseServiceConfig> services() {
    return synapse == null ? List.of() : List.copyOf(synapse.taken().config().services().values());
  }

  /** Services with a backend that the registry lists no more, or can't be asked about. */
  static List<String> stale(SynapseStatus status) {
    return status.services().stream()
        .filter(service ->
            service.backends().stream()
                .anyMatch(backend ->
                    backend.stale()
                        || backend.source() == Source.CACHED
                        || backend.source() == Source.PREVIOUS))
        .map(SynapseStatus.Service::name)
        .toList();
  }

  private @Nullable String refused() {
    if (nerve != null && nerve.configWatch().problem() != null) {
      return "nerve: " + nerve.configWatch().problem();
    }
    if (synapse != null && synapse.configWatch().problem() != null) {
      return "synapse: " + synapse.configWatch().problem();
    }
    HaproxyStatus proxy = synapse == null ? null : synapse.proxy();
    return proxy == null ? null : refused(proxy);
  }

  private static @Nullable String refused(HaproxyStatus proxy) {
    if (proxy.refused() != null) {
      return "haproxy: " + proxy.refused().words();
    }
    return proxy.leftOut().stream()
        .findFirst()
        .map(left -> "haproxy: " + left.service() + " " + left.server() + ": " + left.reason())
        .orElse(null);
  }
}
