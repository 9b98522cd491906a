// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.registry;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one ensemble shows: the backends of the paths asked for, and every sidecar's report. */
final class Registry implements AutoCloseable {

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

  /** By path; empty before the path was read. */
  private final Map<String, Optional<Backends>> paths = new HashMap<>();

  private final Reports reports = new Reports();
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
    link.follow(Reports.ROOT);
    paths.keySet().forEach(link::follow);
  }

  /** Reads this path, too, from now on. */
  synchronized void follow(String path) {
    if (paths.putIfAbsent(path, Optional.empty()) == null && link != null) {
      link.follow(path);
    }
  }

  /** Reads this path no more. */
  synchronized void forget(String path) {
    if (paths.remove(path) != null && link != null) {
      link.forget(path);
    }
  }

  private Link.Ear listening() {
    return new Link.Ear() {
      @Override
      public void connection(boolean now) {
        connectionChanged(this, now);
      }

      @Override
      public void tree(String root, TreeChange change) {
        if (root.equals(Reports.ROOT)) {
          reportsChanged(this, change);
        } else {
          backendsChanged(this, root, change);
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
      all = Set.copyOf(paths.keySet());
    }
    ear.paths(all);
  }

  private void backendsChanged(Link.Ear from, String path, TreeChange change) {
    synchronized (this) {
      Optional<Backends> known = paths.get(path);
      if (!from.equals(current) || known == null) {
        return;
      }
      Backends backends = known.orElseGet(() -> new Backends(path));
      paths.put(path, Optional.of(backends));
      if (!backends.take(change) && known.isPresent()) {
        return;
      }
    }
    ear.paths(Set.of(path));
  }

  private void reportsChanged(Link.Ear from, TreeChange change) {
    List<Change.Report> told = new ArrayList<>();
    synchronized (this) {
      if (!from.equals(current)) {
        return;
      }
      reported = true;
      for (ResourceID pod : reports.touched(change)) {
        SidecarReport now = report(pod, change);
        SidecarReport before = reports.put(pod, now);
        if (!Objects.equals(before, now)) {
          told.add(new Change.Report(before, now));
        }
      }
    }
    told.forEach(it -> ear.report(it.before(), it.after()));
  }

  private static @Nullable SidecarReport report(ResourceID pod, TreeChange change) {
    String namespace = pod.getNamespace().orElse("");
    Znode znode = change.znodes().get(Reports.ROOT + "/" + namespace + "/" + pod.getName());
    return znode == null
        ? null
        : SidecarReport.read(namespace, pod.getName(), znode.data()).orElse(null);
  }

  synchronized PathView view(String path) {
    Optional<Backends> known = paths.getOrDefault(path, Optional.empty());
    return new PathView(
        connected, since, known.isPresent(), known.map(Backends::all).orElse(List.of()));
  }

  synchronized Optional<SidecarReport> report(ResourceID pod) {
    return reports.of(pod);
  }

  synchronized Collection<SidecarReport> reports() {
    return reports.all();
  }

  synchronized Collection<SidecarReport> callersOf(ResourceID service) {
    return reports.callersOf(service);
  }

  /** Whether the sidecars' reports have been read at least once. */
  synchronized boolean reported() {
    return reported;
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
