// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.WatchedEvent;
import org.jspecify.annotations.Nullable;

/** Changes of a service's znodes that were announced and not yet looked at; the last one counts. */
final class Pending {

  /** What happened to a child. */
  enum Change {
    CREATED,
    WRITTEN,
    DELETED
  }

  private final String parent;
  private final @Nullable String sectionPath;
  private final Map<String, Change> children = new LinkedHashMap<>();
  private boolean section;
  private boolean departures;

  Pending(String parent, @Nullable String sectionPath) {
    this.parent = parent;
    this.sectionPath = sectionPath;
  }

  void add(WatchedEvent event) {
    String path = event.getPath();
    if (path == null) {
      return;
    }
    Change change =
        switch (event.getType()) {
          case NodeCreated -> Change.CREATED;
          case NodeDataChanged -> Change.WRITTEN;
          case NodeDeleted -> Change.DELETED;
          default -> null;
        };
    if (change == null) {
      return;
    }
    if (path.equals(sectionPath)) {
      section = true;
    }
    String below = parent + "/";
    if (path.startsWith(below) && path.indexOf('/', below.length()) < 0) {
      departures |= change == Change.DELETED;
      children.merge(
          path.substring(below.length()),
          change,
          (old, next) -> old == Change.CREATED && next == Change.WRITTEN ? Change.CREATED : next);
    }
  }

  boolean isEmpty() {
    return children.isEmpty() && !section;
  }

  /** Whether children went since this was last asked. */
  boolean takeDepartures() {
    boolean taken = departures;
    departures = false;
    return taken;
  }

  boolean section() {
    return section;
  }

  List<String> with(Change change) {
    List<String> names = new ArrayList<>();
    children.forEach((name, c) -> {
      if (c == change) {
        names.add(name);
      }
    });
    return names;
  }

  void clear() {
    children.clear();
    section = false;
    departures = false;
  }
}
