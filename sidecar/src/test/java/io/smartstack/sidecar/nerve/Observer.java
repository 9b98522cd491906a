// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.smartstack.sidecar.registry.ZooKeeperServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/** Somebody else who watches a service's znodes and remembers every event. */
final class Observer {

  private final ZooKeeper client;
  private final String parent;
  private final List<WatchedEvent> events = new CopyOnWriteArrayList<>();

  Observer(ZooKeeperServer server, String parent) throws Exception {
    this.client = server.client();
    this.parent = parent;
    client.addWatch(parent, this::note, AddWatchMode.PERSISTENT_RECURSIVE);
  }

  private void note(WatchedEvent event) {
    if (event.getPath() != null) {
      events.add(event);
    }
  }

  List<WatchedEvent> events() {
    return events;
  }

  /** Names of the children, sorted; none when there is no parent. */
  List<String> children() throws Exception {
    try {
      return client.getChildren(parent, false).stream().sorted().toList();
    } catch (KeeperException.NoNodeException e) {
      return List.of();
    }
  }

  Stat stat(String name) throws Exception {
    Stat stat = client.exists(parent + "/" + name, false);
    if (stat == null) {
      throw new AssertionError("no znode " + name);
    }
    return stat;
  }

  byte[] data(String name) throws Exception {
    return client.getData(parent + "/" + name, false, null);
  }

  ZooKeeper client() {
    return client;
  }
}
