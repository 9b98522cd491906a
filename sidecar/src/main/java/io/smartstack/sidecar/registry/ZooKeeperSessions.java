// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The ZooKeeper sessions of this process: one per ensemble, however many services use it. Two lists
 * of the same hosts are the same ensemble.
 */
public final class ZooKeeperSessions implements AutoCloseable {

  private final Duration sessionTimeout;
  private final Map<List<String>, Ensemble> ensembles = new HashMap<>();

  /**
   * Prepares sessions; none is opened yet.
   *
   * @param sessionTimeout asked of the servers, which may grant less; Nerve's is 32 s
   */
  public ZooKeeperSessions(Duration sessionTimeout) {
    this.sessionTimeout = sessionTimeout;
  }

  /**
   * The ensemble of these hosts, connecting in the background; returns at once whether or not it
   * can be reached. Every call for the same hosts returns the same object.
   */
  public synchronized Ensemble open(List<String> hosts) {
    return ensembles.computeIfAbsent(
        hosts.stream().sorted().toList(), key -> Ensemble.connect(key, sessionTimeout));
  }

  /** Ends every session; what was ephemeral in them is gone at once if ZooKeeper can be reached. */
  @Override
  public synchronized void close() {
    ensembles.values().forEach(Ensemble::close);
    ensembles.clear();
  }
}
