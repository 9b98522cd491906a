// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

/** How the process ends; picocli's own 2 is for wrong arguments. */
enum Exit {
  /** By SIGTERM, in order. */
  ASKED(0),
  /** It could not start, or lost its watch of the cluster. */
  FAILED(1),
  /** Another may write now. */
  LOST_LEASE(3);

  private final int status;

  Exit(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }
}
