// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

/** Who starts HAProxy and keeps it alive where no {@code reload_command} says otherwise. */
public enum Keeper {
  /** This program, detached; HAProxy outlives it. */
  OWN,
  /**
   * Something beside this program that shares the run directory and nothing else: it starts HAProxy
   * on {@code haproxy.cfg} there, with a master socket {@code haproxy-master.sock}, and starts it
   * again when it dies. This program never starts, signals or replaces it.
   */
  BESIDE
}
