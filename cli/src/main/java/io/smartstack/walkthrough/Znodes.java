// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** What zkCli would show. Every question fails at once while ZooKeeper can't be asked. */
final class Znodes implements AutoCloseable {

  private static final int SESSION_MILLIS = 8000;

  private final String servers;
  private @Nullable ZooKeeper client;

  Znodes(String servers) {
    this.servers = servers;
  }

  /**
   * The children of a path, sorted; empty when ZooKeeper can't be asked or there is no such path.
   */
  Optional<List<String>> ls(String path) {
    return ask(zookeeper -> zookeeper.getChildren(path, false).stream().sorted().toList());
  }

  /** A znode's data. */
  Optional<String> get(String path) {
    return ask(zookeeper ->
        new String(zookeeper.getData(path, false, new Stat()), StandardCharsets.UTF_8));
  }

  /** What tells one znode from another of the same name: who holds it and when it was made. */
  Optional<Identity> identity(String path) {
    return ask(zookeeper -> {
      Stat stat = new Stat();
      zookeeper.getData(path, false, stat);
      return new Identity(stat.getEphemeralOwner(), stat.getCzxid());
    });
  }

  /** Every child with its full path; empty when there are none or ZooKeeper can't be asked. */
  Stream<String> paths(String parent) {
    return ls(parent).stream().flatMap(List::stream).map(child -> parent + "/" + child);
  }

  /** A znode's holder and birth. */
  record Identity(long session, long created) {
    @Override
    public String toString() {
      return "session 0x%x, czxid 0x%x".formatted(session, created);
    }
  }

  private synchronized <T> Optional<T> ask(Question<T> question) {
    try {
      ZooKeeper zookeeper = client;
      if (zookeeper == null) {
        zookeeper = new ZooKeeper(servers, SESSION_MILLIS, event -> {});
        client = zookeeper;
      }
      return Optional.ofNullable(question.ask(zookeeper));
    } catch (KeeperException.NoNodeException | KeeperException.ConnectionLossException unknown) {
      return Optional.empty();
    } catch (KeeperException | IOException over) {
      close();
      return Optional.empty();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private interface Question<T> {
    @Nullable T ask(ZooKeeper zookeeper) throws KeeperException, InterruptedException;
  }

  @Override
  public synchronized void close() {
    ZooKeeper zookeeper = client;
    client = null;
    if (zookeeper != null) {
      try {
        zookeeper.close(1000);
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
