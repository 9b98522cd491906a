// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the commands that register services are told to leave. */
final class DrainOptions {

  @Option(
      names = "--drain-file",
      paramLabel = "FILE",
      description =
          "Draining begins, as by POST /drain, as soon as this file exists. Removing it ends"
              + " nothing. Default: none.")
  @Nullable Path file;
}
