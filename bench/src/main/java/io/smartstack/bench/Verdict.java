// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench;

/** What became of a figure's target. */
public enum Verdict {
  /** The target is held. */
  HELD,
  /** The target is missed. */
  MISSED,
  /** There is no target. */
  REPORTED
}
