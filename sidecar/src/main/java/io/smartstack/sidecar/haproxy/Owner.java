// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.io.IOException;

/** Who runs HAProxy, and how it takes over a new file. */
sealed interface Owner permits OwnHaproxy, NeighbourHaproxy, OthersHaproxy {

  /** {@code own}, {@code beside} or {@code external}. */
  String name();

  /**
   * Makes HAProxy serve the file, starting it where it is ours and does not run.
   *
   * @throws ReloadFailedException when it does not; what ran before still runs then
   */
  void reload() throws ReloadFailedException, IOException, InterruptedException;

  /** Whether HAProxy has died and it is our part to start it again. */
  boolean isDead();
}
