// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions in the making: a time moves only when the condition's status does. */
public final class Conditions {

  private final List<Condition> before;
  private final List<Condition> now = new ArrayList<>();
  private final @Nullable Long generation;
  private final InstantSource clock;

  /**
   * Begins with none.
   *
   * @param before the conditions that the status has now, null for none
   * @param generation the generation of the spec that they will speak of
   * @param clock for the times of those that change
   */
  public Conditions(
      @Nullable List<Condition> before, @Nullable Long generation, InstantSource clock) {
    this.before = before == null ? List.of() : before;
    this.generation = generation;
    this.clock = clock;
  }

  /**
   * Adds one.
   *
   * @param type for instance {@code Ready}
   * @param status whether it holds
   * @param reason one word, in CamelCase
   * @param message for people: what, why, and what to do
   */
  public Conditions put(String type, boolean status, String reason, String message) {
    return put(type, status ? "True" : "False", reason, message);
  }

  /** Adds one of which nothing is known. */
  public Conditions unknown(String type, String reason, String message) {
    return put(type, "Unknown", reason, message);
  }

  private Conditions put(String type, String status, String reason, String message) {
    now.add(
        new ConditionBuilder()
            .withType(type)
            .withStatus(status)
            .withReason(reason)
            .withMessage(message)
            .withObservedGeneration(generation)
            .withLastTransitionTime(since(type, status))
            .build());
    return this;
  }

  private String since(String type, String status) {
    return before.stream()
        .filter(old -> old.getType().equals(type) && old.getStatus().equals(status))
        .map(Condition::getLastTransitionTime)
        .findFirst()
        .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** All of them, in the order they were added. */
  public List<Condition> list() {
    return List.copyOf(now);
  }
}
