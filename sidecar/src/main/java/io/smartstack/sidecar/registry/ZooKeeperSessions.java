// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ZooKeeper sessions of this process: one per ensemble, however many services use it. Two lists
 * of the same hosts are the same ensemble.
 */
public final class ZooKeeperSessions implements AutoCloseable {

  private final Duration sessionTimeout;
  private final @Nullable StateDirectory states;
  private final Map<List<String>, Ensemble> ensembles = new HashMap<>();

  /**
   * Prepares sessions that end with the process; none is opened yet.
   *
   * @param sessionTimeout asked of the servers, which may grant less; Nerve's is 32 s
   */
  public ZooKeeperSessions(Duration sessionTimeout) {
    this.sessionTimeout = sessionTimeout;
    this.states = null;
  }

  /**
   * Prepares sessions that a later process with the same directory continues, if it starts within
   * the session timeout and this one did not {@link #close} them. None is opened yet.
   *
   * @param stateDirectory where id and password of each session are kept in a file only this user
   *     can read, created if missing; null, or one that can't be written (a warning): none is kept
   * @param sessionTimeout asked of the servers, which may grant less; Nerve's is 32 s
   * @throws StateDirectoryInUse when a process that is alive uses the directory
   */
  public ZooKeeperSessions(@Nullable Path stateDirectory, Duration sessionTimeout)
      throws StateDirectoryInUse {
    this.sessionTimeout = sessionTimeout;
    this.states = stateDirectory == null ? null : StateDirectory.open(stateDirectory);
  }

  /**
   * The ensemble of these hosts, connecting in the background; returns at once whether or not it
   * can be reached. Every call for the same hosts returns the same object.
   *
   * @param hosts {@code host:port}, {@code [address]:port} for IPv6
   * @throws IllegalArgumentException when a port is no number
   */
  public synchronized Ensemble open(List<String> hosts) {
    return ensembles.computeIfAbsent(
        hosts.stream().distinct().sorted().toList(),
        key -> Ensemble.connect(key, sessionTimeout, states));
  }

  /**
   * Ends every session; what was ephemeral in them is gone at once if ZooKeeper can be reached.
   * Takes 5 s at most.
   */
  @Override
  public synchronized void close() {
    List<Thread> closing =
        ensembles.values().stream().map(e -> Thread.ofVirtual().start(e::close)).toList();
    for (Thread thread : closing) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    ensembles.clear();
    if (states != null) {
      states.close();
    }
  }
}
