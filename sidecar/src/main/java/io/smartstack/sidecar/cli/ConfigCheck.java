// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import io.smartstack.sidecar.config.ConfigException;
import io.smartstack.sidecar.config.Loaded;

/** {@code --check-config}: the verdict on files, on standard output and as exit status. */
final class ConfigCheck {

  private ConfigCheck() {}

  /** Prints every problem and warning; 0 when all files are good, 1 when one is refused. */
  static int of(ConfigFile<?>... files) {
    int status = 0;
    for (ConfigFile<?> file : files) {
      try {
        Loaded<?> loaded = file.read();
        loaded.warnings().forEach(w -> System.out.println("warning: " + w));
        System.out.println(file.path() + " is good");
      } catch (ConfigException refused) {
        System.err.println(refused.getMessage());
        status = 1;
      }
    }
    return status;
  }
}
