// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.admin;

/**
 * A yes or a no with its reason.
 *
 * @param ok yes is HTTP 200, no is 503
 * @param reason one line for a person
 */
public record Answer(boolean ok, String reason) {

  /** Yes. */
  public static Answer yes(String reason) {
    return new Answer(true, reason);
  }

  /** No. */
  public static Answer no(String reason) {
    return new Answer(false, reason);
  }
}
