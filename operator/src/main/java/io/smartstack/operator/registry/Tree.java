// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.registry;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.jspecify.annotations.Nullable;

/**
 * A copy of one znode and everything below it, kept by a persistent recursive watch. A thread of
 * its own reads what changed; after {@link #refresh} it reads everything.
 */
final class Tree implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final CuratorFramework client;
  private final String root;
  private final Consumer<TreeChange> changed;
  private final Watcher watcher = this::seen;
  private final Thread worker;
  private final TreeReader reader;

  private final Set<String> dirty = new HashSet<>();
  private boolean everything;
  private boolean closed;

  /**
   * Begins with nothing; nothing is read before the first {@link #refresh}.
   *
   * @param changed told of every change; after everything was read for the first time of all there
   *     is, also of nothing
   */
  Tree(CuratorFramework client, String root, Consumer<TreeChange> changed) {
    this.client = client;
    this.root = root;
    this.changed = changed;
    this.reader = new TreeReader(client);
    this.worker = Thread.ofVirtual().name("registry " + root).start(this::work);
  }

  /** Sets the watch anew and reads everything: after a connection was made or came back. */
  synchronized void refresh() {
    everything = true;
    notifyAll();
  }

  private synchronized void seen(WatchedEvent event) {
    if (event.getPath() != null) {
      dirty.add(event.getPath());
      notifyAll();
    }
  }

  private void work() {
    NavigableMap<String, Long> known = new TreeMap<>();
    boolean loaded = false;
    try {
      while (true) {
        List<String> paths = next();
        if (paths == null) {
          return;
        }
        try {
          boolean whole = paths.equals(List.of(root));
          if (whole) {
            watch();
          }
          // All is read before any of it counts: a failure leaves nothing half taken.
          TreeChange change = TreeChange.of(!loaded, known, paths, reader.read(paths));
          loaded = true;
          if (!change.isEmpty()) {
            changed.accept(change);
          }
        } catch (InterruptedException e) {
          throw e;
        } catch (Exception e) {
          again();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for something to read; null at the end. */
  private synchronized @Nullable List<String> next() throws InterruptedException {
    while (!everything && dirty.isEmpty() && !closed) {
      wait();
    }
    if (closed) {
      return null;
    }
    List<String> paths = everything ? List.of(root) : List.copyOf(dirty);
    everything = false;
    dirty.clear();
    return paths;
  }

  // The connection was lost, or the servers are busy: everything is read once they answer again.
  private synchronized void again() throws InterruptedException {
    long end = System.nanoTime() + PAUSE.toNanos();
    long left = PAUSE.toMillis();
    while (!closed && !everything && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    everything = true;
  }

  private void watch() throws Exception {
    client
        .watchers()
        .add()
        .withMode(AddWatchMode.PERSISTENT_RECURSIVE)
        .usingWatcher(watcher)
        .forPath(root);
  }

  /** Ends the watch; {@code changed} may be called once more. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    worker.interrupt();
    try {
      client.watchers().remove(watcher).quietly().inBackground().forPath(root);
    } catch (Exception _) {
      // Without a connection, or with a client that is closed: the watch goes with the session.
      return;
    }
  }
}
