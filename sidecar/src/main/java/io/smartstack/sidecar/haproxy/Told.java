// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

/** What became of a change that the runtime socket was told. */
sealed interface Told {

  /** HAProxy did it. */
  record Obeyed() implements Told {}

  /**
   * HAProxy would not do it, or no command can say it; perhaps the file can.
   *
   * @param reason HAProxy's words
   */
  record Refused(String reason) implements Told {}
}
