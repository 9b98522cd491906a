// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import static org.awaitility.Awaitility.await;

import io.smartstack.sidecar.FreePort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;

/** A real ZooKeeper server with a 200 ms tick, data on disk, that can be stopped and restarted. */
public final class ZooKeeperServer implements AutoCloseable {

  private final TestingServer server;
  private final List<ZooKeeper> clients = new ArrayList<>();

  public ZooKeeperServer() throws Exception {
    server =
        new TestingServer(
            new InstanceSpec(
                null,
                FreePort.take(),
                -1,
                -1,
                true,
                -1,
                200,
                -1,
                Map.of("maxSessionTimeout", "60000")),
            true);
  }

  public List<String> hosts() {
    return List.of("127.0.0.1:" + server.getPort());
  }

  public int port() {
    return server.getPort();
  }

  public void stop() throws IOException {
    server.stop();
  }

  /** Comes back on the same port with the same data. */
  public void restart() throws Exception {
    server.restart();
  }

  /** A client of its own, to look at what others see; closed with the server. */
  public ZooKeeper client() throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    ZooKeeper client =
        new ZooKeeper(hosts().getFirst(), 30_000, event -> release(event.getState(), connected));
    if (!connected.await(20, TimeUnit.SECONDS)) {
      throw new IOException("no connection to the test server");
    }
    clients.add(client);
    return client;
  }

  /**
   * Waits until a client that was closed during an outage has given up. Until then it may still end
   * its session when the server is back; a process that is gone does not.
   */
  public static void awaitEnd(ZooKeeper client) {
    await().atMost(30, TimeUnit.SECONDS).until(() -> client.getState() == ZooKeeper.States.CLOSED);
  }

  /** Ends a session at the server, as its expiry does. */
  public void expire(Ensemble ensemble) throws Exception {
    ZooKeeper session = ensemble.client().getZookeeperClient().getZooKeeper();
    CountDownLatch connected = new CountDownLatch(1);
    ZooKeeper thief =
        new ZooKeeper(
            hosts().getFirst(),
            10_000,
            event -> release(event.getState(), connected),
            session.getSessionId(),
            session.getSessionPasswd());
    try {
      if (!connected.await(20, TimeUnit.SECONDS)) {
        throw new IOException("the session could not be taken");
      }
    } finally {
      thief.close();
    }
  }

  private static void release(Watcher.Event.KeeperState state, CountDownLatch connected) {
    if (state == Watcher.Event.KeeperState.SyncConnected) {
      connected.countDown();
    }
  }

  @Override
  public void close() throws IOException {
    for (ZooKeeper client : clients) {
      try {
        client.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    server.close();
  }
}
