// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.smartstack.operator.service.Nudging.Told;
import io.smartstack.operator.service.RepairPlan.Eviction;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a service from one reconciliation to the next. A new process begins without
 * it and comes to the same state, only more slowly: it waits before it tells a pod again.
 */
final class Memory {

  private static final Duration SLACK = Duration.ofSeconds(1);

  /** When this process saw the service first. */
  final Instant began;

  Memory(Instant began) {
    this.began = began;
  }

  /** By the pods' uids. */
  final Map<String, Told> told = new HashMap<>();

  /** By the ConfigMaps' names. */
  final Map<String, Compiled> compiled = new HashMap<>();

  /** By the owners' uids. */
  final Map<String, Eviction> evictions = new HashMap<>();

  /** Since when no pod has these services together, by the ConfigMaps' names. */
  final Map<String, Instant> unusedSince = new HashMap<>();

  /** Reasons that people have been told of and that still hold. */
  Set<Finding.Reason> announced = new HashSet<>();

  /** Names of the backends seen last; null before the first time. */
  @Nullable Set<String> backends;

  /** When the status was written last. */
  Instant written = Instant.EPOCH;

  /** When the service was last looked at. */
  private Instant last = Instant.EPOCH;

  /**
   * What is remembered at this time; a new one after a clock was set back, as every time in it
   * would be waited for again.
   */
  static Memory at(Instant now, @Nullable Memory before) {
    boolean setBack = before != null && now.plus(SLACK).isBefore(before.last);
    Memory memory = before == null || setBack ? new Memory(now) : before;
    memory.last = now;
    return memory;
  }
}
