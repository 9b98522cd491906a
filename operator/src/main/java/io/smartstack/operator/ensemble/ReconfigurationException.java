// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

/** Members did not take a change of who votes, or did not say that they have. */
final class ReconfigurationException extends RuntimeException {

  ReconfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
