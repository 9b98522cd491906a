// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

/** It can't be told now whether a SmartService exists. */
public final class SmartServicesUnknownException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Says why, in words for the pod's annotation. */
  public SmartServicesUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
