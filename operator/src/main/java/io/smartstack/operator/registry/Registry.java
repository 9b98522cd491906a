// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.registry;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.curator.utils.ZKPaths;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one ensemble shows: the backends of the paths asked for, and every sidecar's report. */
final class Registry implements AutoCloseable {

  /** Parent of {@code <namespace>/<pod>}, outside of every path of Nerve's. */
  static final String SIDECARS = "/smartstack/sidecars";

  private static final Logger log = LoggerFactory.getLogger(Registry.class);

  /** Whom a registry tells, never while it is locked. */
  interface Ear {
    /** These paths' backends changed; all paths when the connection did. */
    void paths(Set<String> paths);

    void report(@Nullable SidecarReport before, @Nullable SidecarReport after);
  }

  private final EnsembleId id;
  private final Ear ear;
  private final InstantSource clock;
  private final Map<String, List<RegisteredBackend>> backends = new HashMap<>();
  private final Map<String, SidecarReport> reports = new HashMap<>();
  private Set<String> paths = Set.of();
  private @Nullable Link link;
  private Link.@Nullable Ear current;
  private boolean connected;
  private boolean reported;
  private @Nullable Instant since;

  Registry(EnsembleId id, Ear ear, InstantSource clock) {
    this.id = id;
    this.ear = ear;
    this.clock = clock;
  }

  /**
   * Goes to these addresses; what was seen at others stays until these have answered.
   *
   * @param hosts none: those from before are kept
   */
  synchronized void connect(List<String> hosts) {
    List<String> sorted = hosts.stream().distinct().sorted().toList();
    if (sorted.isEmpty() || (link != null && link.hosts().equals(sorted))) {
      return;
    }
    if (link != null) {
      link.close();
    }
    if (connected || since == null) {
      connected = false;
      since = clock.instant();
    }
    log.atInfo().addKeyValue("ensemble", id).addKeyValue("hosts", sorted).log("reading {}", id);
    Link.Ear now = listening();
    current = now;
    link = Link.open(sorted, now);
    link.follow(roots());
  }

  /** Reads these paths from now on and forgets others. */
  synchronized void follow(Set<String> wanted) {
    paths = Set.copyOf(wanted);
    backends.keySet().retainAll(paths);
    if (link != null) {
      link.follow(roots());
    }
  }

  private Set<String> roots() {
    Set<String> roots = new HashSet<>(paths);
    roots.add(SIDECARS);
    return roots;
  }

  private Link.Ear listening() {
    return new Link.Ear() {
      @Override
      public void connection(boolean now) {
        connectionChanged(this, now);
      }

      @Override
      public void tree(String root, Map<String, Znode> znodes) {
        if (root.equals(SIDECARS)) {
          reportsChanged(this, znodes);
        } else {
          backendsChanged(this, root, znodes);
        }
      }
    };
  }

  private void connectionChanged(Link.Ear from, boolean now) {
    Set<String> all;
    synchronized (this) {
      if (!from.equals(current) || connected == now) {
        return;
      }
      connected = now;
      since = clock.instant();
      all = paths;
    }
    ear.paths(all);
  }

  private void backendsChanged(Link.Ear from, String path, Map<String, Znode> znodes) {
    List<RegisteredBackend> now =
        znodes.entrySet().stream()
            .filter(znode -> ZKPaths.getPathAndNode(znode.getKey()).getPath().equals(path))
            .flatMap(znode ->
                RegisteredBackend.of(ZKPaths.getNodeFromPath(znode.getKey()), znode.getValue())
                    .stream())
            .sorted(
                Comparator.comparing(RegisteredBackend::name)
                    .thenComparingLong(RegisteredBackend::czxid))
            .toList();
    synchronized (this) {
      if (!from.equals(current) || !paths.contains(path) || now.equals(backends.put(path, now))) {
        return;
      }
    }
    ear.paths(Set.of(path));
  }

  private void reportsChanged(Link.Ear from, Map<String, Znode> znodes) {
    Map<String, SidecarReport> now = new HashMap<>();
    znodes.forEach((path, znode) -> report(path, znode).ifPresent(it -> now.put(path, it)));
    Map<String, SidecarReport> before;
    synchronized (this) {
      if (!from.equals(current)) {
        return;
      }
      reported = true;
      before = Map.copyOf(reports);
      reports.clear();
      reports.putAll(now);
    }
    Set<String> all = new HashSet<>(before.keySet());
    all.addAll(now.keySet());
    for (String path : all) {
      SidecarReport old = before.get(path);
      SidecarReport report = now.get(path);
      if (report == null || !report.equals(old)) {
        ear.report(old, report);
      }
    }
  }

  private static Optional<SidecarReport> report(String path, Znode znode) {
    String[] names = path.substring(Math.min(path.length(), SIDECARS.length() + 1)).split("/", -1);
    return names.length == 2
        ? SidecarReport.read(names[0], names[1], znode.data())
        : Optional.empty();
  }

  synchronized PathView view(String path) {
    List<RegisteredBackend> known = backends.get(path);
    return new PathView(connected, since, known != null, known == null ? List.of() : known);
  }

  synchronized Optional<SidecarReport> report(String namespace, String pod) {
    return Optional.ofNullable(reports.get(SIDECARS + "/" + namespace + "/" + pod));
  }

  synchronized Collection<SidecarReport> reports() {
    return List.copyOf(reports.values());
  }

  /** Whether everything asked for has been read at least once. */
  synchronized boolean loaded() {
    return reported && backends.keySet().containsAll(paths);
  }

  synchronized boolean connected() {
    return connected;
  }

  @Override
  public synchronized void close() {
    current = null;
    if (link != null) {
      log.atInfo().addKeyValue("ensemble", id).log("{} is read no more", id);
      link.close();
      link = null;
    }
  }
}
