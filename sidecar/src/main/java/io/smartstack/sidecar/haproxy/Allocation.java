// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which id and which line every server holds, so that a server keeps both while others come and go.
 *
 * @param sections by the backend section's name
 */
record Allocation(Map<String, Section> sections) {

  Allocation {
    sections = Collections.unmodifiableMap(new LinkedHashMap<>(sections));
  }

  /** Nothing is held yet. */
  static Allocation none() {
    return new Allocation(Map.of());
  }

  /** What is held in one section, nothing when it is new. */
  Section section(String name) {
    return sections.getOrDefault(name, Section.EMPTY);
  }

  /** This one, with the ids that only {@code older} still knows. */
  Allocation remembering(Allocation older) {
    Map<String, Section> merged = new LinkedHashMap<>(older.sections);
    sections.forEach((name, section) -> merged.merge(name, section, Section::over));
    return new Allocation(merged);
  }

  /**
   * One backend section's.
   *
   * @param ids by server name; servers that are gone keep theirs until the state file's TTL
   * @param lines for a section with slots: the occupant of each line by the line's name, null for
   *     an empty one; empty when the section has no slots
   */
  record Section(Map<String, Held> ids, Map<String, @Nullable String> lines) {

    static final Section EMPTY = new Section(Map.of(), Map.of());

    Section {
      ids = Collections.unmodifiableMap(new LinkedHashMap<>(ids));
      lines = Collections.unmodifiableMap(new LinkedHashMap<>(lines));
    }

    private static Section over(Section older, Section newer) {
      Map<String, Held> ids = new LinkedHashMap<>(newer.ids);
      older.ids.forEach(ids::putIfAbsent);
      return new Section(ids, newer.lines);
    }
  }

  /**
   * An id and its server.
   *
   * @param goneSince when the server was first missed, null while it is there
   */
  record Held(int id, @Nullable Instant goneSince) {}
}
