// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.footprint;

import io.smartstack.bench.parts.BareZooKeeper;
import io.smartstack.bench.parts.Ensemble;
import io.smartstack.bench.parts.Processes;
import io.smartstack.bench.parts.SidecarFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;

/** Starts a pod and waits for its registration, as ZooKeeper tells of it. */
final class FirstZnode implements AutoCloseable {

  private static final String PATH = SidecarFiles.path(Pod.SERVICE);

  private final Path home;
  private final Ensemble zookeeper;
  private final ZooKeeper client;

  private FirstZnode(Path home, Ensemble zookeeper, ZooKeeper client) {
    this.home = home;
    this.zookeeper = zookeeper;
    this.client = client;
  }

  static FirstZnode of(Path home, Ensemble zookeeper) throws IOException, InterruptedException {
    return new FirstZnode(home, zookeeper, BareZooKeeper.connect(zookeeper.connectString()));
  }

  /**
   * A pod that has just registered.
   *
   * @param seconds from the start of its process
   * @param cpuSeconds its JVM's processor time until then
   */
  record Begun(Pod pod, double seconds, double cpuSeconds) {}

  Begun start(Path directory, String address, String javaOptions)
      throws IOException, InterruptedException, KeeperException {
    int before = registered();
    long start = System.nanoTime();
    Pod pod = Pod.start(home, directory, zookeeper, address, javaOptions);
    long deadline = start + TimeUnit.SECONDS.toNanos(60);
    while (registered() <= before) {
      if (System.nanoTime() > deadline || !pod.lives()) {
        pod.close();
        throw new IOException("nothing was registered; see " + pod.log());
      }
      Thread.sleep(1);
    }
    double cpu = Processes.cpuSeconds(pod.jvm());
    return new Begun(pod, (System.nanoTime() - start) / 1e9, cpu);
  }

  private int registered() throws KeeperException, InterruptedException {
    try {
      return client.getChildren(PATH, false).size();
    } catch (KeeperException.NoNodeException e) {
      return 0;
    }
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
