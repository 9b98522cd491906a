// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What makes one nerve.conf.json serve many machines. */
final class InstanceOptions {

  @Option(
      names = {"-i", "--instance_id"},
      paramLabel = "ID",
      defaultValue = "${env:NERVE_INSTANCE_ID}",
      description = "Replaces the file's instance_id; or $NERVE_INSTANCE_ID.")
  @Nullable String instanceId;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "${env:NERVE_HOST}",
      description = "Replaces the host of every service in the file; or $NERVE_HOST.")
  @Nullable String host;

  NerveFile file(Path path) {
    return new NerveFile(path, instanceId, host);
  }
}
