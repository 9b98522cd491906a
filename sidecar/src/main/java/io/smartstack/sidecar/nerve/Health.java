// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

/**
 * A check's memory: how many results in a row contradict what is believed. The first result is
 * believed at once; after that only {@code rise} successes or {@code fall} failures in a row change
 * the belief. This is what Nerve's ring buffer, filled with the first result, amounts to.
 */
sealed interface Health {

  /** What holds after one more result. */
  Health after(boolean passed);

  /** What is believed. */
  Status status();

  /** A check that has not run yet. */
  static Health unknown(int rise, int fall) {
    return new Unknown(new Thresholds(rise, fall));
  }

  /** A check whose status is known from before, without any result against it. */
  static Health known(Status status, int rise, int fall) {
    Thresholds thresholds = new Thresholds(rise, fall);
    return switch (status) {
      case UNKNOWN -> new Unknown(thresholds);
      case UP -> new Up(thresholds, 0);
      case DOWN -> new Down(thresholds, 0);
    };
  }

  /**
   * What it takes to change the belief.
   *
   * @param rise successes in a row, 1 or more
   * @param fall failures in a row, 1 or more
   */
  record Thresholds(int rise, int fall) {}

  /** Nothing is known. */
  record Unknown(Thresholds thresholds) implements Health {
    @Override
    public Health after(boolean passed) {
      return passed ? new Up(thresholds, 0) : new Down(thresholds, 0);
    }

    @Override
    public Status status() {
      return Status.UNKNOWN;
    }
  }

  /** Believed healthy, with this many failures since the last success. */
  record Up(Thresholds thresholds, int failures) implements Health {
    @Override
    public Health after(boolean passed) {
      if (passed) {
        return new Up(thresholds, 0);
      }
      return failures + 1 >= thresholds.fall()
          ? new Down(thresholds, 0)
          : new Up(thresholds, failures + 1);
    }

    @Override
    public Status status() {
      return Status.UP;
    }
  }

  /** Believed unhealthy, with this many successes since the last failure. */
  record Down(Thresholds thresholds, int successes) implements Health {
    @Override
    public Health after(boolean passed) {
      if (!passed) {
        return new Down(thresholds, 0);
      }
      return successes + 1 >= thresholds.rise()
          ? new Up(thresholds, 0)
          : new Down(thresholds, successes + 1);
    }

    @Override
    public Status status() {
      return Status.DOWN;
    }
  }
}
