// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.parts;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** ZooKeeper's own client and nothing else. */
public final class BareZooKeeper {

  private static final int SECONDS = 60;

  private BareZooKeeper() {}

  /**
   * Connects to one server, or to any of several joined by commas, with a session of 60 s.
   *
   * @return a client that is connected; the caller closes it
   * @throws IOException when nobody answers for 60 s
   */
  public static ZooKeeper connect(String hosts) throws IOException, InterruptedException {
    CountDownLatch connected = new CountDownLatch(1);
    ZooKeeper client =
        new ZooKeeper(
            hosts,
            (int) TimeUnit.SECONDS.toMillis(SECONDS),
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    if (!connected.await(SECONDS, TimeUnit.SECONDS)) {
      client.close();
      throw new IOException("no ZooKeeper at " + hosts);
    }
    return client;
  }

  /** Creates a persistent znode and those above it where they are missing. */
  public static void ensure(ZooKeeper client, String path)
      throws KeeperException, InterruptedException {
    for (int end = path.indexOf('/', 1); ; end = path.indexOf('/', end + 1)) {
      String part = end < 0 ? path : path.substring(0, end);
      try {
        client.create(part, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      } catch (KeeperException.NodeExistsException e) {
        // As good.
      }
      if (end < 0) {
        return;
      }
    }
  }
}
