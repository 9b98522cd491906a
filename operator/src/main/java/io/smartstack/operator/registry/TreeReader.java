// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.utils.ZKPaths;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;

/**
 * Reads znodes and everything below them, many with one request. An answer that is too large costs
 * the connection, so after a failure fewer are asked for at once.
 */
final class TreeReader {

  private static final int MOST_AT_ONCE = 64;

  private final CuratorFramework client;
  private int atOnce = MOST_AT_ONCE;

  TreeReader(CuratorFramework client) {
    this.client = client;
  }

  /** All znodes by their paths; one that vanishes meanwhile is left out. */
  Map<String, Znode> read(Collection<String> roots) throws Exception {
    int now = atOnce;
    atOnce = Math.max(1, now / 2);
    Map<String, Znode> found = new HashMap<>();
    for (List<String> level = List.copyOf(roots); !level.isEmpty(); ) {
      List<String> next = new ArrayList<>();
      for (int from = 0; from < level.size(); from += now) {
        List<String> some = level.subList(from, Math.min(from + now, level.size()));
        for (String parent : take(some, found)) {
          next.addAll(children(parent));
        }
      }
      level = next;
    }
    atOnce = Math.min(MOST_AT_ONCE, now * 2);
    return found;
  }

  /** Reads these and says which of them have children. */
  private List<String> take(List<String> paths, Map<String, Znode> found) throws Exception {
    List<OpResult> results =
        client.getZookeeperClient().getZooKeeper().multi(paths.stream().map(Op::getData).toList());
    List<String> parents = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      String path = paths.get(i);
      switch (results.get(i)) {
        case OpResult.GetDataResult read -> {
          found.put(path, new Znode(read.getData(), read.getStat()));
          if (read.getStat().getNumChildren() > 0) {
            parents.add(path);
          }
        }
        case OpResult.ErrorResult error -> vanished(error, path);
        case OpResult other -> throw new IllegalStateException("asked to read, got " + other);
      }
    }
    return parents;
  }

  private static void vanished(OpResult.ErrorResult error, String path) throws KeeperException {
    var code = KeeperException.Code.get(error.getErr());
    if (code != KeeperException.Code.NONODE) {
      throw KeeperException.create(code, path);
    }
  }

  private List<String> children(String path) throws Exception {
    try {
      return client.getChildren().forPath(path).stream()
          .map(child -> ZKPaths.makePath(path, child))
          .toList();
    } catch (KeeperException.NoNodeException _) {
      return List.of();
    }
  }
}
