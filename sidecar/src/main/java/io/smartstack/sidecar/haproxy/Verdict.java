// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

/** What HAProxy says of a candidate. */
sealed interface Verdict {

  /** It would run. */
  record Accepted() implements Verdict {}

  /**
   * It would not.
   *
   * @param words HAProxy's own, one line each
   */
  record Refused(String words) implements Verdict {}
}
