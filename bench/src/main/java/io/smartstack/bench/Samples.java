// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench;

import java.util.Arrays;
import java.util.Collection;

/** Measured values, asked for their percentiles. */
public final class Samples {

  private final double[] sorted;

  private Samples(double[] sorted) {
    this.sorted = sorted;
  }

  /**
   * Values in any order.
   *
   * @throws IllegalArgumentException when there are none
   */
  public static Samples of(Collection<? extends Number> values) {
    return of(values.stream().mapToDouble(Number::doubleValue).toArray());
  }

  /**
   * Values in any order.
   *
   * @throws IllegalArgumentException when there are none
   */
  public static Samples of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Samples(sorted);
  }

  /** How many. */
  public int count() {
    return sorted.length;
  }

  /**
   * The smallest value that at least this share of all values does not exceed.
   *
   * @param percent more than 0, at most 100
   */
  public double percentile(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.clamp(rank, 1, sorted.length) - 1];
  }

  /** The value in the middle. */
  public double p50() {
    return percentile(50);
  }

  /** The value that one in a hundred exceeds. */
  public double p99() {
    return percentile(99);
  }

  /** The largest. */
  public double max() {
    return sorted[sorted.length - 1];
  }

  /** The smallest. */
  public double min() {
    return sorted[0];
  }

  /** The mean. */
  public double mean() {
    return Arrays.stream(sorted).average().orElseThrow();
  }
}
