// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.certificate;

/** A Secret of our name holds something that we didn't write. */
final class ForeignSecretException extends Exception {

  private static final long serialVersionUID = 1;

  ForeignSecretException(String message) {
    super(message);
  }
}
