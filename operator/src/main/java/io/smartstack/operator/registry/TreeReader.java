// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.utils.ZKPaths;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/** Reads a znode and everything below it, many at a time. */
record TreeReader(CuratorFramework client, Semaphore permits) {

  private static final int AT_A_TIME = 100;

  TreeReader(CuratorFramework client) {
    this(client, new Semaphore(AT_A_TIME));
  }

  private record Read(String path, Znode znode, List<String> children) {}

  /** All znodes by their paths; one that vanishes meanwhile is left out. */
  Map<String, Znode> read(String root) throws Exception {
    Map<String, Znode> found = new HashMap<>();
    Optional<Read> first = one(root);
    if (first.isEmpty()) {
      return found;
    }
    found.put(root, first.get().znode());
    List<String> level = first.get().children();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      while (!level.isEmpty()) {
        List<Future<Optional<Read>>> reads =
            level.stream().map(path -> executor.submit(() -> one(path))).toList();
        level = new ArrayList<>();
        for (Future<Optional<Read>> future : reads) {
          for (Read read : result(future).stream().toList()) {
            found.put(read.path(), read.znode());
            level.addAll(read.children());
          }
        }
      }
    }
    return found;
  }

  private static <T> T result(Future<T> future) throws Exception {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private Optional<Read> one(String path) throws Exception {
    permits.acquire();
    try {
      Stat stat = new Stat();
      byte[] data = client.getData().storingStatIn(stat).forPath(path);
      List<String> children =
          stat.getNumChildren() == 0
              ? List.of()
              : client.getChildren().forPath(path).stream()
                  .map(child -> ZKPaths.makePath(path, child))
                  .toList();
      return Optional.of(new Read(path, new Znode(data, stat), children));
    } catch (KeeperException.NoNodeException e) {
      return Optional.empty();
    } finally {
      permits.release();
    }
  }
}
