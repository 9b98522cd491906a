// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import io.smartstack.sidecar.config.ConfigException;
import io.smartstack.sidecar.config.Loaded;
import io.smartstack.sidecar.config.NerveConfig;
import io.smartstack.sidecar.config.NerveConfigFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A nerve.conf.json with what the command line replaces in it. */
record NerveFile(Path path, @Nullable String instanceId, @Nullable String host)
    implements ConfigFile<NerveConfig> {

  @Override
  public Loaded<NerveConfig> read() throws ConfigException {
    return NerveConfigFile.read(path, instanceId, host);
  }
}
