// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The text of a server's {@code zoo.cfg}. */
final class ZooKeeperConfig {

  static final int CLIENT_PORT = 2181;
  static final int QUORUM_PORT = 2888;
  static final int ELECTION_PORT = 3888;

  private ZooKeeperConfig() {}

  /**
   * Renders the file.
   *
   * @param server whose file it is; must have a ZooKeeper server
   * @param ensemble every machine of the ensemble, this one among them; a single one runs
   *     standalone
   * @param data where snapshots, log and {@code myid} are
   */
  static String render(MachineSpec server, List<MachineSpec> ensemble, Path data) {
    MachineSpec.ZooKeeper own = zookeeper(server);
    StringBuilder text = new StringBuilder();
    line(text, "dataDir=" + data);
    line(text, "clientPortAddress=" + server.address());
    line(text, "clientPort=" + CLIENT_PORT);
    line(text, "tickTime=" + own.tickMillis());
    line(text, "minSessionTimeout=" + 2 * own.tickMillis());
    line(text, "maxSessionTimeout=" + own.maxSessionMillis());
    line(text, "initLimit=20");
    line(text, "syncLimit=10");
    line(text, "maxClientCnxns=0");
    line(text, "admin.enableServer=false");
    line(text, "4lw.commands.whitelist=ruok,srvr,mntr,stat,cons");
    if (ensemble.size() > 1) {
      ensemble.stream()
          .sorted(Comparator.comparingInt(member -> zookeeper(member).id()))
          .forEach(member ->
              line(
                  text,
                  "server.%d=%s:%d:%d"
                      .formatted(
                          zookeeper(member).id(), member.address(), QUORUM_PORT, ELECTION_PORT)));
    }
    return text.toString();
  }

  private static MachineSpec.ZooKeeper zookeeper(MachineSpec machine) {
    MachineSpec.ZooKeeper zookeeper = machine.zookeeper();
    if (zookeeper == null) {
      throw new IllegalArgumentException(machine.name() + " has no ZooKeeper server");
    }
    return zookeeper;
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }
}
