// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.propagation;

import io.smartstack.bench.parts.BareZooKeeper;
import java.io.IOException;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** ZooKeeper's own client and nothing else: what it takes is the limit. */
final class BareClient implements AutoCloseable {

  private final ZooKeeper client;

  private BareClient(ZooKeeper client) {
    this.client = client;
  }

  /** Connects to one server, or to any of several joined by commas. */
  static BareClient at(String hosts) throws IOException, InterruptedException {
    return new BareClient(BareZooKeeper.connect(hosts));
  }

  ZooKeeper client() {
    return client;
  }

  /** Creates an ephemeral, numbered znode; returns its path. */
  String register(String prefix, byte[] data) throws KeeperException, InterruptedException {
    return client.create(
        prefix, data, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL_SEQUENTIAL);
  }

  void delete(String path) throws KeeperException, InterruptedException {
    client.delete(path, -1);
  }

  /** Creates a persistent znode and those above it where they are missing. */
  void ensure(String path) throws KeeperException, InterruptedException {
    BareZooKeeper.ensure(client, path);
  }

  /** Hears of every change below a path. */
  void watch(String path, Heard heard) throws KeeperException, InterruptedException {
    client.addWatch(
        path, event -> heard.of(System.nanoTime(), event), AddWatchMode.PERSISTENT_RECURSIVE);
  }

  /** Told when an event reaches the client. */
  interface Heard {
    void of(long at, WatchedEvent event);
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
