// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.report;

import io.smartstack.sidecar.registry.Ensemble;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.common.PathUtils;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The report in one ensemble. One virtual thread brings the znode to what was said last; it wakes
 * on news (another report, a connection, a change of the znode).
 */
final class ReportZnode {

  private static final Logger log = LoggerFactory.getLogger(ReportZnode.class);
  private static final Duration BETWEEN_WRITES = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Ensemble ensemble;
  private final String path;
  private final News news = new News();
  private final Watcher watcher = event -> news.wake();
  private final Runnable stopListening;
  private @Nullable String said;
  private long wroteIn;

  /** Claims the znode; nothing is written before the first report. */
  ReportZnode(Ensemble ensemble, String path) {
    this.ensemble = ensemble;
    this.path = path;
    ensemble.claim(path, this);
    this.stopListening = ensemble.onState(state -> news.wake());
    Thread.ofVirtual().name("report-znode").start(this::work);
  }

  /**
   * The path, without a slash at its end.
   *
   * @throws IllegalArgumentException when it is none, or is the root
   */
  static String demandPath(String path) {
    String plain =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    PathUtils.validatePath(plain);
    if (plain.equals("/")) {
      throw new IllegalArgumentException("the root is everybody's");
    }
    return plain;
  }

  /** What the znode shall say from now on; returns at once. */
  void say(SidecarReport report) {
    news.say(report);
  }

  /** Takes the znode away, in the background and if ZooKeeper can be reached; then ends. */
  void remove() {
    news.end(true);
  }

  /** Ends; the znode stands as long as its session. */
  void close() {
    news.end(false);
  }

  private void work() {
    int failures = 0;
    try {
      while (news.await()) {
        failures = attempt() ? 0 : failures + 1;
        Thread.sleep(failures == 0 ? BETWEEN_WRITES : pause(failures));
        if (failures > 0) {
          news.wake();
        }
      }
      if (news.toRemove()) {
        delete();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopListening.run();
      ensemble.release(path, this);
    }
  }

  private static Duration pause(int failures) {
    long longest =
        Math.min(BETWEEN_WRITES.toMillis() << Math.min(failures - 1, 4), LONGEST_PAUSE.toMillis());
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
  }

  private boolean attempt() throws InterruptedException {
    SidecarReport report = news.report();
    // Without a connection there is nothing to try; the next one wakes us.
    if (report == null || ensemble.state() != Ensemble.State.CONNECTED) {
      return true;
    }
    try {
      stand(report.bytes());
      if (said != null) {
        log.info("report: written again at {}", path);
        said = null;
      }
      return true;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      if (!news.isOver() && !e.toString().equals(said)) {
        said = e.toString();
        log.warn("report: can't be written at {}: {}", path, said);
      }
      return false;
    }
  }

  /** Makes the znode stand in this session and say this. */
  private void stand(byte[] data) throws Exception {
    Stat stat = new Stat();
    byte @Nullable [] standing = read(stat);
    long session = ensemble.sessionId();
    if (standing != null && stat.getEphemeralOwner() != session) {
      demandOld(stat.getEphemeralOwner(), session);
      client().delete().withVersion(stat.getVersion()).forPath(path);
      standing = null;
    }
    if (standing == null) {
      client()
          .create()
          .creatingParentsIfNeeded()
          .withMode(CreateMode.EPHEMERAL)
          .forPath(path, data);
      // Sets the watch, which a znode that is absent can't have.
      if (read(stat) == null) {
        throw new KeeperException.NoNodeException(path);
      }
    } else if (!Arrays.equals(standing, data)) {
      // The watch tells us of our own write, too, and is set anew then.
      client().setData().forPath(path, data);
    }
    wroteIn = session;
  }

  /** A process before us may have left one in a session that isn't over yet; nobody else's goes. */
  private void demandOld(long owner, long session) {
    if (owner == 0) {
      throw new IllegalStateException("what stands there is persistent, and so no report");
    }
    if (wroteIn == session) {
      throw new IllegalStateException("another process reports there, too");
    }
  }

  private byte @Nullable [] read(Stat stat) throws Exception {
    try {
      return client().getData().storingStatIn(stat).usingWatcher(watcher).forPath(path);
    } catch (KeeperException.NoNodeException e) {
      return null;
    }
  }

  private void delete() throws InterruptedException {
    try {
      Stat stat = new Stat();
      if (ensemble.state() == Ensemble.State.CONNECTED
          && read(stat) != null
          && stat.getEphemeralOwner() == ensemble.sessionId()) {
        client().delete().forPath(path);
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      log.warn("report: can't be removed at {}: {}", path, e.toString());
    }
  }

  private CuratorFramework client() {
    return ensemble.client();
  }
}
