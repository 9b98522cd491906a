// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

/** Compares what a running HAProxy serves with what it shall serve. */
final class Differences {

  private Differences() {}

  /** What must happen for {@code live} to become {@code wanted}. */
  static Difference between(Rendered live, Rendered wanted) {
    return live.text().equals(wanted.text())
        ? new Difference.None()
        : new Difference.Structure("the text is another");
  }
}
