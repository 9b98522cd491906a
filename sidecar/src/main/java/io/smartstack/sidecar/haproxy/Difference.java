// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.util.List;

/** What must happen for a running HAProxy to serve another configuration. */
sealed interface Difference {

  /** Nothing: both say the same. */
  record None() implements Difference {}

  /**
   * Servers come, go or change; the runtime socket can do it.
   *
   * @param changes in the order they are to be made
   */
  record Servers(List<ServerChange> changes) implements Difference {}

  /**
   * Structure changes; HAProxy must be reloaded.
   *
   * @param reason for the log, for instance {@code service a is new}
   */
  record Structure(String reason) implements Difference {}
}
