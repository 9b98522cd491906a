// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process to be started.
 *
 * @param command program and arguments
 * @param directory its working directory
 * @param configuration text of the files it reads, so that a change of them can be seen
 * @param environment its variables, beside those of this process
 */
record Launch(
    List<String> command, Path directory, String configuration, Map<String, String> environment) {

  Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  Launch(List<String> command, Path directory, String configuration) {
    this(command, directory, configuration, Map.of());
  }

  /** Differs when the command or a configuration file differs. */
  String fingerprint() {
    return Integer.toHexString(command.hashCode())
        + "-"
        + Integer.toHexString(31 * environment.hashCode() + configuration.hashCode());
  }
}
