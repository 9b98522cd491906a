// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import io.smartstack.sidecar.synapse.Znodes.Answer;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.jspecify.annotations.Nullable;

/**
 * What ZooKeeper announced and nobody has looked at yet. Comes in on ZooKeeper's own thread, which
 * must not wait: a child that comes is asked first, unless its name says all, and whatever is
 * announced after it is looked at after the answer.
 */
final class Announcements implements Watcher {

  private final String parent;
  private final ChildReader reader;
  private final Znodes znodes;
  private final Runnable complete;
  private final Runnable open;
  private final Queue<Announced> waiting = new ConcurrentLinkedQueue<>();

  /**
   * Nothing is announced before this is a znode's watcher.
   *
   * @param complete called after an announcement about which nothing must be asked any more
   * @param open called after any other
   */
  Announcements(
      String parent, ChildReader reader, Znodes znodes, Runnable complete, Runnable open) {
    this.parent = parent + "/";
    this.reader = reader;
    this.znodes = znodes;
    this.complete = complete;
    this.open = open;
  }

  /** A change. */
  static final class Announced {
    private final WatchedEvent event;
    private volatile @Nullable Child child;
    private volatile boolean ripe;

    private Announced(WatchedEvent event) {
      this.event = event;
    }

    WatchedEvent event() {
      return event;
    }

    /** What the child that came says, null where that must still be asked. */
    @Nullable Child child() {
      return child;
    }
  }

  /** The next in the order of their coming, null when there is none or it is still being asked. */
  @Nullable Announced poll() {
    return isEmpty() ? null : waiting.poll();
  }

  /** Whether there is nothing to look at now. */
  boolean isEmpty() {
    Announced next = waiting.peek();
    return next == null || !next.ripe;
  }

  @Override
  public void process(WatchedEvent event) {
    Announced announced = new Announced(event);
    waiting.add(announced);
    String path = event.getPath();
    String name = childName(path);
    if (path == null || name == null || event.getType() != Event.EventType.NodeCreated) {
      heard(announced, name, null);
      return;
    }
    Optional<Child> child = reader.fromName(name);
    if (child.isPresent()) {
      heard(announced, name, child.get());
    } else if (!znodes.read(path, answer -> heard(announced, name, said(name, answer)))) {
      heard(announced, name, null);
    }
  }

  private @Nullable Child said(String name, Answer answer) {
    return answer.code() == Code.OK ? reader.fromData(name, answer.data()) : null;
  }

  private void heard(Announced announced, @Nullable String name, @Nullable Child child) {
    announced.child = child;
    announced.ripe = true;
    boolean gone = announced.event.getType() == Event.EventType.NodeDeleted;
    boolean isComplete = child != null || (gone && name != null && Pending.numbered(name));
    (isComplete ? complete : open).run();
  }

  private @Nullable String childName(@Nullable String path) {
    return path == null || !path.startsWith(parent) || path.indexOf('/', parent.length()) >= 0
        ? null
        : path.substring(parent.length());
  }
}
