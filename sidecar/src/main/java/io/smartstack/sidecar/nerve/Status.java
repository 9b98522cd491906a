// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

/** What is known of a check or a service. */
public enum Status {
  /** Not checked yet. */
  UNKNOWN,
  /** Healthy. */
  UP,
  /** Not healthy. */
  DOWN
}
