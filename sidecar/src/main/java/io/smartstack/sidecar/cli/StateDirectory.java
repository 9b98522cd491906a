// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a process keeps what survives its restart.
 *
 * @param path the directory
 * @param chosen whether somebody named it; then it must be usable, else the process goes on without
 */
record StateDirectory(Path path, boolean chosen) {

  /**
   * Finds the directory of a command.
   *
   * @param option what the command line says, null for nothing
   * @param command name of the command, for the default
   * @param environment as {@link System#getenv()}; systemd sets STATE_DIRECTORY
   * @param user as the system property {@code user.name}
   */
  static StateDirectory of(
      @Nullable Path option, String command, Map<String, String> environment, String user) {
    if (option != null) {
      return new StateDirectory(option.toAbsolutePath().normalize(), true);
    }
    String systemd = environment.get("STATE_DIRECTORY");
    if (systemd != null && !systemd.isBlank()) {
      return new StateDirectory(Path.of(systemd.split(":", 2)[0]), true);
    }
    if (user.equals("root")) {
      return new StateDirectory(Path.of("/var/lib/smartstack", command), false);
    }
    String home = environment.getOrDefault("HOME", "/tmp");
    String state = environment.getOrDefault("XDG_STATE_HOME", home + "/.local/state");
    return new StateDirectory(Path.of(state, "smartstack", command), false);
  }
}
