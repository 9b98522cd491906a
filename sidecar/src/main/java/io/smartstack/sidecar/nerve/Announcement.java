// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.micrometer.core.instrument.Timer;
import io.smartstack.sidecar.nerve.Succession.Found;
import io.smartstack.sidecar.registry.Ensemble;
import java.util.ArrayList;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.curator.framework.api.transaction.CuratorTransactionResult;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service's znode: writes it, keeps it, removes it. Used by one thread.
 *
 * <p>The hard part is knowing what is ours. A write whose answer was lost may have happened; a
 * process killed before us may have left a znode, in a session we continue or in one we don't. So
 * whenever that is open ({@code settled} is false) the children are read first, and {@link
 * Succession} says which one stays. Where an old znode must give way to a new one, both happen in
 * one transaction: others never see none of them, nor two.
 *
 * <p>Every method throws what ZooKeeper threw and may be called again until it succeeds.
 */
final class Announcement {

  private static final Logger log = LoggerFactory.getLogger(Announcement.class);
  private static final int ROUNDS = 4;

  private final Ensemble ensemble;
  private final Znode znode;
  private final ReporterMeters meters;
  private final Watcher watcher;
  private final CreateMode mode;
  private volatile @Nullable String path;
  private long owner;
  private boolean settled;
  private boolean first = true;

  /**
   * Prepares; nothing is read or written yet.
   *
   * @param changed called, on a thread that must not be blocked, when the znode may be gone
   */
  Announcement(Ensemble ensemble, Znode znode, ReporterMeters meters, Runnable changed) {
    this.ensemble = ensemble;
    this.znode = znode;
    this.meters = meters;
    this.watcher = event -> changed.run();
    this.mode =
        switch (znode.type()) {
          case EPHEMERAL_SEQUENTIAL -> CreateMode.EPHEMERAL_SEQUENTIAL;
          case PERSISTENT_SEQUENTIAL -> CreateMode.PERSISTENT_SEQUENTIAL;
          case PERSISTENT -> CreateMode.PERSISTENT;
          case EPHEMERAL -> CreateMode.EPHEMERAL;
        };
  }

  /** The znode that stands as far as known, null for none. */
  @Nullable String path() {
    return path;
  }

  /** Makes the znode stand, and look as it should, in this session. */
  void publish() throws Exception {
    if (!settled) {
      settle();
    }
    for (int round = 0; round < ROUNDS; round++) {
      String at = path;
      if (at == null) {
        replace(List.of());
        continue;
      }
      Stat stat = watched(at);
      if (stat != null && (!ephemeral() || stat.getEphemeralOwner() == ensemble.sessionId())) {
        owner = stat.getEphemeralOwner();
        return;
      }
      log.atWarn().log("nerve: zk node at {} is lost, writing it again", at);
      List<Found> formerlyOurs =
          stat != null && stat.getEphemeralOwner() == owner
              ? List.of(new Found(at, owner, stat.getVersion(), true, true, true))
              : List.of();
      lose(at);
      replace(formerlyOurs);
    }
    throw new IllegalStateException("zk node is removed as fast as it is written");
  }

  // Not checkExists: it would leave a watch on each name that is gone for good.
  private @Nullable Stat watched(String at) throws Exception {
    try {
      Stat stat = new Stat();
      client().getData().storingStatIn(stat).usingWatcher(watcher).forPath(at);
      return stat;
    } catch (KeeperException.NoNodeException e) {
      return null;
    }
  }

  /** Writes the data again, so that others see that a persistent znode is alive. */
  void renew() throws Exception {
    String at = path;
    if (at != null) {
      save(at, -1);
      meters.renewed().increment();
      log.atDebug().log("nerve: ttl renew: touched ZK node at {}", at);
    }
  }

  /** Makes sure that no znode of ours stands. */
  void withdraw() throws Exception {
    String at = path;
    if (!settled) {
      List<Found> found = find(true);
      for (Found old : Succession.down(found, znode.type(), ensemble.sessionId(), first).retire()) {
        delete(old.path());
      }
      settled = true;
      first = false;
    } else if (at != null && stillOurs(at)) {
      delete(at);
    }
    if (at != null) {
      lose(at);
    }
  }

  /** Lets another reporter of this process have the znode. */
  void release() {
    String at = path;
    if (at != null) {
      ensemble.release(at, this);
    }
  }

  /** Whether a znode a former process left is one this reporter will settle by itself. */
  boolean wants(String parent, String name, byte[] data) {
    Found found = znode.found(name, 0, 0, data);
    return parent.equals(znode.parent())
        && znode.mayBe(name)
        && (found.sameInstance() || (found.named() && !znode.type().sequential()));
  }

  private void settle() throws Exception {
    Succession succession = Succession.up(find(false), znode.type(), ensemble.sessionId(), first);
    Found keep = succession.keep();
    if (keep == null) {
      replace(succession.retire());
    } else {
      hold(keep.path(), keep.owner());
      if (succession.rewrite()) {
        save(keep.path(), keep.version());
      }
      for (Found old : succession.retire()) {
        delete(old.path());
      }
      log.atInfo().addKeyValue("path", keep.path()).log("nerve: kept zk node at {}", keep.path());
    }
    settled = true;
    first = false;
  }

  private List<Found> find(boolean toDelete) throws Exception {
    if (ensemble.sessionId() == 0) {
      throw new KeeperException.ConnectionLossException();
    }
    List<Found> found = new ArrayList<>();
    for (String name : children()) {
      String child = znode.parent() + "/" + name;
      boolean taken = ensemble.claimedByOther(child, this);
      if (!znode.mayBe(name) || (taken && (toDelete || znode.type().sequential()))) {
        continue;
      }
      try {
        Stat stat = new Stat();
        byte[] data = client().getData().storingStatIn(stat).forPath(child);
        found.add(znode.found(name, stat.getEphemeralOwner(), stat.getVersion(), data));
      } catch (KeeperException.NoNodeException e) {
        log.atDebug().log("nerve: zk node at {} went while it was read", child);
      }
    }
    return found;
  }

  private List<String> children() throws Exception {
    try {
      return client().getChildren().forPath(znode.parent().isEmpty() ? "/" : znode.parent());
    } catch (KeeperException.NoNodeException e) {
      return List.of();
    }
  }

  // Creates the znode; those it follows go in the same transaction.
  private void replace(List<Found> retire) throws Exception {
    List<Found> going = new ArrayList<>(retire);
    boolean done = false;
    try {
      for (int round = 0; !done; round++) {
        try {
          write(going);
          done = true;
        } catch (KeeperException.NoNodeException e) {
          if (round == ROUNDS) {
            throw e;
          } else if (going.isEmpty()) {
            createParents();
          } else {
            going.removeAll(gone(going));
          }
        }
      }
    } finally {
      // An answer may have been lost: look before writing again.
      settled = done;
    }
  }

  private void write(List<Found> going) throws Exception {
    long session = ensemble.sessionId();
    Timer.Sample time = Timer.start();
    String created =
        going.isEmpty()
            ? zooKeeper().create(znode.path(), znode.payload(), ZooDefs.Ids.OPEN_ACL_UNSAFE, mode)
            : change(going);
    time.stop(meters.create());
    hold(created, ephemeral() ? session : 0);
    log.atInfo()
        .addKeyValue("path", created)
        .log("nerve: wrote new ZK node of type {} at {}", znode.type().word(), created);
  }

  private String change(List<Found> going) throws Exception {
    List<CuratorOp> operations = new ArrayList<>();
    boolean first = znode.type().sequential();
    CuratorOp creation =
        client().transactionOp().create().withMode(mode).forPath(znode.path(), znode.payload());
    // Announced in this order: whoever watches has the new one before it misses the old one.
    if (first) {
      operations.add(creation);
    }
    for (Found old : going) {
      log.atInfo().addKeyValue("path", old.path()).log("nerve: removing zk node at {}", old.path());
      operations.add(
          client().transactionOp().delete().withVersion(old.version()).forPath(old.path()));
    }
    if (!first) {
      operations.add(creation);
    }
    List<CuratorTransactionResult> results = client().transaction().forOperations(operations);
    return (first ? results.getFirst() : results.getLast()).getResultPath();
  }

  private List<Found> gone(List<Found> znodes) throws Exception {
    List<Found> gone = new ArrayList<>();
    for (Found one : znodes) {
      if (client().checkExists().forPath(one.path()) == null) {
        gone.add(one);
      }
    }
    return gone;
  }

  // Persistent, never containers: ZooKeeper deletes empty containers and Ruby Synapse then exits.
  private void createParents() throws Exception {
    try {
      client().create().creatingParentsIfNeeded().forPath(znode.parent(), new byte[0]);
    } catch (KeeperException.NodeExistsException e) {
      log.atDebug().log("nerve: {} was created by somebody else", znode.parent());
    }
  }

  private void save(String at, int version) throws Exception {
    Timer.Sample time = Timer.start();
    client().setData().withVersion(version).forPath(at, znode.payload());
    time.stop(meters.save());
    log.atDebug().log("nerve: set data on {}", at);
  }

  private void delete(String at) throws Exception {
    Timer.Sample time = Timer.start();
    try {
      zooKeeper().delete(at, -1);
      log.atInfo().addKeyValue("path", at).log("nerve: removing zk node at {}", at);
    } catch (KeeperException.NoNodeException e) {
      log.atDebug().log("nerve: zk node at {} was gone already", at);
    }
    time.stop(meters.delete());
  }

  // A name without a number can be another's by now.
  private boolean stillOurs(String at) throws Exception {
    if (znode.type().sequential()) {
      return true;
    }
    Stat stat = client().checkExists().forPath(at);
    return stat != null
        && !ensemble.claimedByOther(at, this)
        && stat.getEphemeralOwner() == (ephemeral() ? ensemble.sessionId() : 0);
  }

  private void hold(String at, long session) {
    release();
    ensemble.claim(at, this);
    path = at;
    owner = session;
  }

  private void lose(String at) {
    ensemble.release(at, this);
    path = null;
  }

  private boolean ephemeral() {
    return znode.type().ephemeral();
  }

  // One write needs nothing that Curator adds to it, and it is what everybody waits for.
  private ZooKeeper zooKeeper() throws Exception {
    return client().getZookeeperClient().getZooKeeper();
  }

  private CuratorFramework client() {
    return ensemble.client();
  }
}
