// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

/** A step can't go on; its verdict says why. */
final class StepFailed extends Exception {

  private static final long serialVersionUID = 1L;

  StepFailed(String message) {
    super(message);
  }
}
