// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.registry;

import io.smartstack.sidecar.registry.Ensemble;
import io.smartstack.sidecar.registry.ZooKeeperSessions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One session with an ensemble at certain addresses, and the trees read through it. */
final class Link implements AutoCloseable {

  /** Nothing of the session is anybody's but ours: no znode hangs on it, so it may be short. */
  private static final Duration SESSION = Duration.ofSeconds(10);

  /** What a link tells; never at the same time, never after {@link #close} for long. */
  interface Ear {
    void connection(boolean connected);

    void tree(String root, TreeChange change);
  }

  private final List<String> hosts;
  private final ZooKeeperSessions sessions = new ZooKeeperSessions(SESSION);
  private final Ensemble ensemble;
  private final Map<String, Tree> trees = new HashMap<>();
  private final Ear ear;

  private Link(List<String> hosts, Ear ear) {
    this.hosts = hosts;
    this.ear = ear;
    this.ensemble = sessions.open(hosts);
  }

  static Link open(List<String> hosts, Ear ear) {
    Link link = new Link(hosts, ear);
    Consumer<Ensemble.State> heard = link::heard;
    link.ensemble.onState(heard);
    if (link.ensemble.state() == Ensemble.State.CONNECTED) {
      heard.accept(Ensemble.State.CONNECTED);
    }
    return link;
  }

  List<String> hosts() {
    return hosts;
  }

  private void heard(Ensemble.State state) {
    boolean connected = state == Ensemble.State.CONNECTED;
    if (connected) {
      synchronized (this) {
        trees.values().forEach(Tree::refresh);
      }
    }
    ear.connection(connected);
  }

  /** Reads this, too, from now on. */
  synchronized void follow(String root) {
    trees.computeIfAbsent(root, this::tree);
  }

  /** Reads this no more. */
  synchronized void forget(String root) {
    Tree tree = trees.remove(root);
    if (tree != null) {
      tree.close();
    }
  }

  private Tree tree(String root) {
    Tree tree = new Tree(ensemble.client(), root, change -> ear.tree(root, change));
    if (ensemble.state() == Ensemble.State.CONNECTED) {
      tree.refresh();
    }
    return tree;
  }

  /** Returns at once; the session ends in the background. */
  @Override
  public synchronized void close() {
    trees.values().forEach(Tree::close);
    trees.clear();
    Thread.ofVirtual().name("registry-close").start(sessions::close);
  }
}
