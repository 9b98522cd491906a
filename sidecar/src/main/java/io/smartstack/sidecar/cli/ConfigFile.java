// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import io.smartstack.sidecar.config.ConfigException;
import io.smartstack.sidecar.config.Loaded;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A configuration file that can be read again when it changes. */
interface ConfigFile<T> {

  /** Where it is. */
  Path path();

  /** Reads and validates it as it is now. */
  Loaded<T> read() throws ConfigException;

  /** Reads it and logs what was ignored in it. */
  default T load() throws ConfigException {
    Loaded<T> loaded = read();
    Logger log = LoggerFactory.getLogger(ConfigFile.class);
    loaded.warnings().forEach(warning -> log.warn("{}: {}", path(), warning));
    return loaded.config();
  }
}
