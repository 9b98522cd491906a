// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve.check;

/**
 * What one run of a check found.
 *
 * @param passed whether the service answered as it should
 * @param reason what was seen, in words: {@code 200}, {@code connection refused}, {@code no answer
 *     within 100 ms}
 */
public record CheckResult(boolean passed, String reason) {

  /** The service answered as it should. */
  public static CheckResult passed(String reason) {
    return new CheckResult(true, reason);
  }

  /** The service did not. */
  public static CheckResult failed(String reason) {
    return new CheckResult(false, reason);
  }
}
