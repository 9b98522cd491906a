// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import java.nio.file.Path;

/** Another process that is alive keeps its ZooKeeper sessions in this state directory. */
public final class StateDirectoryInUse extends Exception {

  /** Says which directory. */
  public StateDirectoryInUse(Path directory) {
    super(
        "state directory "
            + directory
            + " is in use by another process; give each process one of its own");
  }
}
