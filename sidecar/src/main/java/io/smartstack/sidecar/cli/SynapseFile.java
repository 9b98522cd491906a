// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import io.smartstack.sidecar.config.ConfigException;
import io.smartstack.sidecar.config.Loaded;
import io.smartstack.sidecar.config.SynapseConfig;
import io.smartstack.sidecar.config.SynapseConfigFile;
import java.nio.file.Path;

/** A synapse.conf.json. */
record SynapseFile(Path path) implements ConfigFile<SynapseConfig> {

  @Override
  public Loaded<SynapseConfig> read() throws ConfigException {
    return SynapseConfigFile.read(path);
  }
}
