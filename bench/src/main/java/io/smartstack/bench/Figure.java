// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One measured figure.
 *
 * @param name unique within the run, for people: {@code check passes → routable, p50}
 * @param unit the unit of {@code value}: {@code ms}, {@code MiB}, {@code requests} …
 * @param value what was measured
 * @param limit the peer or physical limit measured in the same run, null for none
 * @param target what it should be, null when it is only reported
 * @param detail whatever explains it, in the order to be shown
 */
public record Figure(
    String name,
    String unit,
    double value,
    @Nullable Limit limit,
    @Nullable Target target,
    Map<String, String> detail) {

  public Figure {
    detail = Collections.unmodifiableMap(new LinkedHashMap<>(detail));
  }

  /** A figure that is only reported. */
  public static Figure reported(String name, String unit, double value) {
    return new Figure(name, unit, value, null, null, Map.of());
  }

  /** A figure with a target that no limit is needed for. */
  public static Figure of(String name, String unit, double value, Target target) {
    return new Figure(name, unit, value, null, target, Map.of());
  }

  /** A figure beside its limit. */
  public static Figure of(
      String name, String unit, double value, Limit limit, @Nullable Target target) {
    return new Figure(name, unit, value, limit, target, Map.of());
  }

  /** The same with one more detail. */
  public Figure with(String key, Object said) {
    Map<String, String> more = new LinkedHashMap<>(detail);
    more.put(key, said.toString());
    return new Figure(name, unit, value, limit, target, more);
  }

  /** The figure as a multiple of its limit; empty without one. */
  public OptionalDouble ratio() {
    return limit == null || limit.value() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(value / limit.value());
  }

  /** Whether the target is held. */
  public Verdict verdict() {
    if (target == null) {
      return Verdict.REPORTED;
    }
    return target.heldBy(this) ? Verdict.HELD : Verdict.MISSED;
  }
}
