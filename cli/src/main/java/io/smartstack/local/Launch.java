// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.nio.file.Path;
import java.util.List;

/**
 * A process to be started.
 *
 * @param command program and arguments
 * @param directory its working directory
 * @param configuration text of the files it reads, so that a change of them can be seen
 */
record Launch(List<String> command, Path directory, String configuration) {

  Launch {
    command = List.copyOf(command);
  }

  /** Differs when the command or a configuration file differs. */
  String fingerprint() {
    return Integer.toHexString(command.hashCode())
        + "-"
        + Integer.toHexString(configuration.hashCode());
  }
}
