// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import io.smartstack.sidecar.backend.Backend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a service's callers could use, and what they could use before everything vanished.
 *
 * <p>Backends that vanish for one cause (a partition, an emptied ensemble, a stop of all) leave one
 * by one: within milliseconds where they are deleted, within a heartbeat and a tick of the servers
 * (32 s / 3 + 2 s) where their sessions expire. So when the last one goes, everything that went
 * within {@link #TOGETHER} before it comes back with it; what left earlier left for a reason of its
 * own and stays away.
 *
 * @param live registered and usable now
 * @param departed left recently while others stayed
 * @param previous the set that was there before nothing was left, empty while {@code live} is not
 * @param fromDisk whether {@code previous} was read from disk at start
 */
record LastKnownGood(
    List<Backend> live, List<Departed> departed, List<Backend> previous, boolean fromDisk) {

  /** Departures no farther apart than this count as one event. */
  static final Duration TOGETHER = Duration.ofSeconds(30);

  LastKnownGood {
    live = List.copyOf(live);
    departed = List.copyOf(departed);
    previous = List.copyOf(previous);
  }

  /**
   * A backend that left.
   *
   * @param at time since an arbitrary moment, on a clock that never jumps
   */
  record Departed(Backend backend, Duration at) {}

  /** Nothing is known. */
  static LastKnownGood nothing() {
    return restored(List.of());
  }

  /** Known from disk alone. */
  static LastKnownGood restored(List<Backend> cached) {
    return new LastKnownGood(List.of(), List.of(), cached, true);
  }

  /** After the registry has said which usable backends there are now. */
  LastKnownGood after(List<Backend> now, Duration at) {
    List<Departed> gone = departures(now, at);
    if (!now.isEmpty()) {
      return new LastKnownGood(now, gone, List.of(), false);
    }
    if (live.isEmpty()) {
      return new LastKnownGood(List.of(), gone, previous, fromDisk);
    }
    List<Backend> together = gone.stream().map(Departed::backend).toList();
    return new LastKnownGood(List.of(), gone, together, false);
  }

  private List<Departed> departures(List<Backend> now, Duration at) {
    Set<BackendKey> present = HashSet.newHashSet(now.size());
    now.forEach(backend -> present.add(BackendKey.of(backend)));
    List<Departed> gone = new ArrayList<>();
    for (Departed earlier : departed) {
      if (at.minus(earlier.at()).compareTo(TOGETHER) <= 0
          && !present.contains(BackendKey.of(earlier.backend()))) {
        gone.add(earlier);
      }
    }
    for (Backend backend : live) {
      if (!present.contains(BackendKey.of(backend))) {
        gone.add(new Departed(backend, at));
      }
    }
    return gone;
  }
}
