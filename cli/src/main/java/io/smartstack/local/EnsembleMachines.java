// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartstack.crd.v1.EnsembleReference;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import io.smartstack.crd.v1.ZooKeeperEnsembleSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One machine per member of a ZooKeeperEnsemble. */
final class EnsembleMachines {

  private static final Set<String> SETTINGS = Set.of("tickTime", "maxSessionTimeout");
  private static final int MOST = 9;

  private final LoopbackAddresses addresses;
  private final List<MachineSpec> machines = new ArrayList<>();
  private final Map<String, List<String>> hosts = new HashMap<>();

  EnsembleMachines(LoopbackAddresses addresses) {
    this.addresses = addresses;
  }

  List<MachineSpec> machines() {
    return List.copyOf(machines);
  }

  /** The servers of an ensemble; none when no file has it. */
  List<String> hosts(EnsembleReference reference, String namespace) {
    if (reference.hosts() != null) {
      return reference.hosts();
    }
    String where = Objects.requireNonNullElse(reference.namespace(), namespace);
    return hosts.getOrDefault(where + "/" + reference.name(), List.of());
  }

  void add(Manifest manifest) {
    ZooKeeperEnsemble ensemble = Manifests.ensemble(manifest);
    if (ensemble == null) {
      return;
    }
    ZooKeeperEnsembleSpec spec = ensemble.getSpec();
    if (!hosts.isEmpty()) {
      manifest.problem("", "local mode runs one ensemble, and there is another one before it");
    }
    if (spec.replicas() < 1 || spec.replicas() > MOST || spec.replicas() % 2 == 0) {
      manifest.problem("spec.replicas", "expected an odd number from 1 to " + MOST);
      return;
    }
    if (spec.stopped()) {
      manifest.problem("spec.stopped", "local mode runs it or not; leave the file out");
    }
    manifest.only(manifest.at("spec.config"), "spec.config", SETTINGS);
    JsonNode config = manifest.at("spec.config");
    int tick = config.path("tickTime").asInt(MachineReader.DEFAULT_TICK_MILLIS);
    int session = config.path("maxSessionTimeout").asInt(MachineReader.DEFAULT_MAX_SESSION_MILLIS);
    List<String> members = new ArrayList<>();
    List<String> names =
        Nodes.names(manifest.at("spec.placement"), manifest.name(), spec.replicas());
    for (String name : names) {
      String address = addresses.of(name);
      members.add(address + ":" + ZooKeeperConfig.CLIENT_PORT);
      MachineSpec.ZooKeeper server = new MachineSpec.ZooKeeper(members.size(), tick, session);
      machines.add(new MachineSpec(name, address, server, null, null, null, false));
    }
    hosts.put(manifest.namespace() + "/" + manifest.name(), List.copyOf(members));
  }
}
