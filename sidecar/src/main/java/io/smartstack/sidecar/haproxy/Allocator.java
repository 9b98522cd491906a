// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives lines and ids to the servers of a section, changing as little as it can. */
final class Allocator {

  static final String SLOT = "slot_";
  private static final int FEWEST_LINES = 4;

  private final int maxId;
  private final Duration ttl;
  private final Instant now;

  Allocator(int maxId, Duration ttl, Instant now) {
    this.maxId = maxId;
    this.ttl = ttl;
    this.now = now;
  }

  /**
   * The section's next allocation.
   *
   * @param servers the names wanted, in the order ids are given out
   * @param slots whether the section has slots
   * @param taken ids that options claim for themselves
   */
  Allocation.Section next(
      Allocation.Section before, List<String> servers, boolean slots, Set<Integer> taken) {
    Map<String, @Nullable String> lines = slots ? lines(before.lines(), servers) : Map.of();
    Collection<String> names = slots ? lines.keySet() : servers;
    return new Allocation.Section(ids(before.ids(), names, taken), lines);
  }

  /** Lines named after a server stand for it alone; a slot stands for whoever is in it. */
  private static Map<String, @Nullable String> lines(
      Map<String, @Nullable String> before, List<String> servers) {
    Map<String, @Nullable String> lines = new LinkedHashMap<>();
    Set<String> wanted = new HashSet<>(servers);
    ArrayDeque<String> free = new ArrayDeque<>();
    ArrayDeque<String> freed = new ArrayDeque<>();
    before.forEach((line, occupant) -> {
      boolean stays = occupant != null && wanted.contains(occupant);
      if (isSlot(line)) {
        lines.put(line, stays ? occupant : null);
        if (!stays) {
          (occupant == null ? free : freed).add(line);
        }
      } else if (stays) {
        lines.put(line, occupant);
      }
    });
    // A slot that was free before can be filled while the one just freed still ends its work.
    free.addAll(freed);
    List<String> newcomers = servers.stream().filter(s -> !lines.containsValue(s)).toList();
    if (before.isEmpty()) {
      newcomers.forEach(server -> lines.put(server, server));
      addSlots(lines, linesFor(servers.size()) - servers.size(), free);
    } else {
      if (newcomers.size() > free.size()) {
        int named = lines.size() - slots(lines);
        addSlots(lines, linesFor(servers.size()) - named - slots(lines), free);
      }
      newcomers.forEach(server -> lines.put(Objects.requireNonNull(free.poll()), server));
    }
    return lines;
  }

  static boolean isSlot(String line) {
    return line.matches(SLOT + "\\d+");
  }

  private static int slots(Map<String, @Nullable String> lines) {
    return (int) lines.keySet().stream().filter(Allocator::isSlot).count();
  }

  private static void addSlots(
      Map<String, @Nullable String> lines, int count, ArrayDeque<String> free) {
    int first = slots(lines) + 1;
    for (int number = first; number < first + count; number++) {
      lines.put(SLOT + number, null);
      free.add(SLOT + number);
    }
  }

  /** The smallest power of two that leaves room for twice as many. */
  private static int linesFor(int servers) {
    int lines = FEWEST_LINES;
    while (lines < 2 * servers) {
      lines *= 2;
    }
    return lines;
  }

  private Map<String, Allocation.Held> ids(
      Map<String, Allocation.Held> before, Collection<String> names, Set<Integer> taken) {
    Set<String> wantedNames = new HashSet<>(names);
    Map<String, Allocation.Held> ids = new LinkedHashMap<>();
    Set<Integer> used = new HashSet<>(taken);
    before.forEach((name, held) -> {
      boolean present = wantedNames.contains(name);
      Instant gone = held.goneSince() == null ? now : held.goneSince();
      boolean wanted = present || gone.plus(ttl).isAfter(now);
      if (wanted && held.id() <= maxId && used.add(held.id())) {
        ids.put(name, new Allocation.Held(held.id(), present ? null : gone));
      }
    });
    int candidate = 1;
    for (String name : names) {
      if (ids.containsKey(name)) {
        continue;
      }
      while (used.contains(candidate) && candidate <= maxId) {
        candidate++;
      }
      int id = candidate <= maxId ? candidate : reclaimed(ids);
      if (id > 0) {
        used.add(id);
        ids.put(name, new Allocation.Held(id, null));
      }
    }
    return ids;
  }

  /** The id of the server that has been gone for longest, 0 when all are in use. */
  private static int reclaimed(Map<String, Allocation.Held> ids) {
    return ids.entrySet().stream()
        .filter(entry -> entry.getValue().goneSince() != null)
        .min(Comparator.comparing(entry -> Objects.requireNonNull(entry.getValue().goneSince())))
        .map(entry -> {
          ids.remove(entry.getKey());
          return entry.getValue().id();
        })
        .orElse(0);
  }
}
