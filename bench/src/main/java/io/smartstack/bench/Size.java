// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench;

/** How long a scenario may measure. */
public enum Size {
  /** As many samples as its figures need: minutes. */
  FULL,
  /** The same code with small numbers, to see that it works: seconds, a minute at most. */
  SMOKE;

  /** One of two numbers, by the size. */
  public int of(int full, int smoke) {
    return this == FULL ? full : smoke;
  }
}
