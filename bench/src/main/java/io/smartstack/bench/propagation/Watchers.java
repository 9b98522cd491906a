// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.propagation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooKeeper;

/**
 * Consumers that do what Synapse asks of ZooKeeper and drive no HAProxy: each with a session and a
 * recursive watch per service of its own, all in this process.
 */
final class Watchers implements AutoCloseable {

  private static final int UNDER_WAY = 200;

  private final List<BareClient> clients = new ArrayList<>();
  private final String hosts;
  private final List<String> services;
  private final Arrivals arrivals;

  Watchers(String hosts, List<String> services, Arrivals arrivals) {
    this.hosts = hosts;
    this.services = services;
    this.arrivals = arrivals;
  }

  int count() {
    return clients.size();
  }

  /** Until there are this many. */
  void growTo(int count) throws IOException, InterruptedException {
    List<BareClient> fresh = new ArrayList<>();
    while (clients.size() < count) {
      BareClient client = BareClient.at(hosts);
      clients.add(client);
      fresh.add(client);
    }
    int watches = fresh.size() * services.size();
    CountDownLatch set = new CountDownLatch(watches);
    Semaphore underWay = new Semaphore(UNDER_WAY);
    for (BareClient client : fresh) {
      for (String service : services) {
        underWay.acquire();
        watch(
            client.client(),
            ConfigText.path(service),
            () -> {
              underWay.release();
              set.countDown();
            });
      }
    }
    if (!set.await(2, TimeUnit.MINUTES)) {
      throw new IOException(set.getCount() + " of " + watches + " watches were not set");
    }
  }

  private void watch(ZooKeeper client, String path, Runnable done) {
    client.addWatch(
        path,
        event -> heard(client, event),
        AddWatchMode.PERSISTENT_RECURSIVE,
        (rc, p, ctx) -> {
          if (Code.get(rc) == Code.OK) {
            done.run();
          }
        },
        null);
  }

  /** A child whose name says nothing is read, as Synapse reads it. */
  private void heard(ZooKeeper client, WatchedEvent event) {
    String path = event.getPath();
    if (event.getType() == EventType.NodeCreated && !path.contains("/base64_")) {
      client.getData(path, false, (rc, p, ctx, data, stat) -> arrivals.arrived(), null);
    } else if (event.getType() == EventType.NodeCreated
        || event.getType() == EventType.NodeDeleted) {
      arrivals.arrived();
    }
  }

  @Override
  public void close() {
    List<Thread> closing =
        clients.stream().map(client -> Thread.ofVirtual().start(client::close)).toList();
    for (Thread thread : closing) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
