// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import io.smartstack.sidecar.registry.ZnodeName;
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
  private final Map<String, Child> said = new LinkedHashMap<>();
  private boolean section;
  private boolean departures;

  Pending(String parent, @Nullable String sectionPath) {
    this.parent = parent;
    this.sectionPath = sectionPath;
  }

  /** Whether a name ends with a number, so that no other registration ever has it. */
  static boolean numbered(String name) {
    return ZnodeName.sequence(name).isPresent();
  }

  /**
   * Takes a change.
   *
   * @param child what the child that came says, null when that is not known yet
   */
  void add(WatchedEvent event, @Nullable Child child) {
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
      String name = path.substring(below.length());
      departures |= change == Change.DELETED && !numbered(name);
      children.merge(
          name,
          change,
          (old, next) -> old == Change.CREATED && next == Change.WRITTEN ? Change.CREATED : next);
      if (child == null) {
        said.remove(name);
      } else {
        said.put(name, child);
      }
    }
  }

  boolean isEmpty() {
    return children.isEmpty() && !section;
  }

  /** Whether children went since this was last asked whose names others may take. */
  boolean takeDepartures() {
    boolean taken = departures;
    departures = false;
    return taken;
  }

  /** What a child that came has said already, null when that is not known or outdated. */
  @Nullable Child said(String name) {
    return said.get(name);
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
    said.clear();
    section = false;
    departures = false;
  }
}
