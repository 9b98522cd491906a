// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.report;

import io.smartstack.sidecar.registry.ZooKeeperSessions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this process's report in every ensemble it is configured with. One thread looks four times
 * a second what there is to say, which costs no call to anybody.
 */
public final class Reports implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Reports.class);
  private static final Duration LOOK = Duration.ofMillis(250);

  private final String path;
  private final ZooKeeperSessions sessions;
  private final Supplier<Set<List<String>>> ensembles;
  private final Supplier<SidecarReport> report;
  private final Map<List<String>, ReportZnode> znodes = new HashMap<>();
  private final Set<List<String>> unusable = new HashSet<>();
  private @Nullable Thread thread;

  /**
   * Nothing happens before {@link #start}.
   *
   * @param path absolute path of the znode
   * @param sessions where ZooKeeper is reached; to be closed after this
   * @param ensembles host lists of the ensembles to report to, as they are now
   * @param report what there is to say now; must be quick
   * @throws IllegalArgumentException when the path is none, or is the root
   */
  public Reports(
      String path,
      ZooKeeperSessions sessions,
      Supplier<Set<List<String>>> ensembles,
      Supplier<SidecarReport> report) {
    this.path = ReportZnode.demandPath(path);
    this.sessions = sessions;
    this.ensembles = ensembles;
    this.report = report;
  }

  /**
   * Takes hold of the znodes, so that one which a continued session brings along is kept, and
   * begins to write in the background.
   */
  public void start() {
    look();
    thread = Thread.ofVirtual().name("report").start(this::work);
  }

  private void work() {
    try {
      while (true) {
        Thread.sleep(LOOK);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      Set<List<String>> named = ensembles.get();
      znodes
          .entrySet()
          .removeIf(entry -> {
            boolean gone = !named.contains(entry.getKey());
            if (gone) {
              entry.getValue().remove();
            }
            return gone;
          });
      named.stream().filter(hosts -> !znodes.containsKey(hosts)).forEach(this::open);
      SidecarReport now = report.get();
      znodes.values().forEach(znode -> znode.say(now));
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("report: nothing can be said");
    }
  }

  private void open(List<String> hosts) {
    try {
      znodes.put(hosts, new ReportZnode(sessions.open(hosts), path));
    } catch (IllegalArgumentException e) {
      if (unusable.add(hosts)) {
        log.warn("report: nothing is said at {}: {}", hosts, e.toString());
      }
    }
  }

  /** Writes no more; the znodes go with their sessions. */
  @Override
  public void close() {
    Thread working = thread;
    if (working != null) {
      working.interrupt();
      try {
        working.join(Duration.ofSeconds(1));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    znodes.values().forEach(ReportZnode::close);
  }
}
