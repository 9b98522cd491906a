// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import io.smartstack.sidecar.config.ConfigException;
import io.smartstack.sidecar.config.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A configuration file that can be read again when it changes. */
interface ConfigFile<T> {

  /** Where it is. */
  Path path();

  /** Reads and validates it as it is now. */
  Loaded<T> read() throws ConfigException;

  /** Reads it and logs what was ignored in it. */
  default Taken<T> load() throws ConfigException {
    byte[] before = bytes();
    while (true) {
      Loaded<T> loaded = read();
      byte[] after = bytes();
      // A file that was replaced meanwhile is read again, so that content and hash are of one file.
      if (Arrays.equals(before, after)) {
        Logger log = LoggerFactory.getLogger(ConfigFile.class);
        loaded.warnings().forEach(warning -> log.warn("{}: {}", path(), warning));
        return new Taken<>(loaded.config(), after);
      }
      before = after;
    }
  }

  private byte[] bytes() {
    try {
      return Files.readAllBytes(path());
    } catch (IOException absent) {
      // Reading it as a configuration says why.
      return new byte[0];
    }
  }
}
