// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench;

/** What a figure should be. */
public sealed interface Target {

  /** Whether the figure is as it should be; one whose limit is missing is not. */
  default boolean heldBy(Figure figure) {
    return switch (this) {
      case AtMostRatio(double most) -> figure.ratio().orElse(Double.POSITIVE_INFINITY) <= most;
      case AtLeastRatio(double least) -> figure.ratio().orElse(0) >= least;
      case AtMost(double most) -> figure.value() <= most;
      case Zero() -> figure.value() == 0;
    };
  }

  /** The condition that a figure misses, for people: {@code 1.9 × > 1.6 ×}. */
  default String missedBy(Figure figure) {
    return switch (this) {
      case AtMostRatio(double most) -> ratio(figure) + " > " + Words.number(most) + " ×";
      case AtLeastRatio(double least) -> ratio(figure) + " < " + Words.number(least) + " ×";
      case AtMost(double most) -> value(figure) + " > " + Words.number(most) + " " + figure.unit();
      case Zero() -> value(figure) + " > 0";
    };
  }

  /** The target for people: {@code ≤ 1.6 ×}. */
  default String words(String unit) {
    return switch (this) {
      case AtMostRatio(double most) -> "≤ " + Words.number(most) + " ×";
      case AtLeastRatio(double least) -> "≥ " + Words.number(least) + " ×";
      case AtMost(double most) -> "≤ " + Words.number(most) + " " + unit;
      case Zero() -> "0";
    };
  }

  private static String ratio(Figure figure) {
    return figure.ratio().isEmpty()
        ? "no limit measured"
        : Words.number(figure.ratio().getAsDouble()) + " ×";
  }

  private static String value(Figure figure) {
    return Words.number(figure.value()) + " " + figure.unit();
  }

  /** At most this multiple of the limit. */
  record AtMostRatio(double ratio) implements Target {}

  /** At least this multiple of the limit. */
  record AtLeastRatio(double ratio) implements Target {}

  /** At most this, in the figure's unit. */
  record AtMost(double value) implements Target {}

  /** Nothing at all: requests lost, reloads. Missing it is a fault and fails the run. */
  record Zero() implements Target {}
}
