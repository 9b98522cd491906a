// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.util.List;
import java.util.Objects;

/** Where each role listens. HAProxy's own ports are its configuration's affair. */
final class Ports {

  private Ports() {}

  /** What must be free before the role starts; the first is what is shown of it. */
  static List<ListenPort> of(MachineSpec machine, Role role) {
    return switch (role) {
      case ZOOKEEPER -> List.of(at(machine, ZooKeeperConfig.CLIENT_PORT));
      case SERVICE -> List.of(at(machine, Objects.requireNonNull(machine.service()).port()));
      case NERVE -> List.of(at(machine, Launches.NERVE_ADMIN));
      case SYNAPSE, SIDECAR -> List.of(at(machine, Launches.SYNAPSE_ADMIN));
    };
  }

  private static ListenPort at(MachineSpec machine, int port) {
    return new ListenPort(machine.address(), port);
  }
}
