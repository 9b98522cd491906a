// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The three commands under one name. */
@Command(
    name = "sidecar",
    subcommands = {NerveCommand.class, SynapseCommand.class, SidecarCommand.class},
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Nerve and Synapse: SmartStack's service registration and discovery.")
public final class Commands {

  private Commands() {}

  /**
   * Runs the command that the arguments name.
   *
   * @return the exit status
   */
  public static int run(String... arguments) {
    return new CommandLine(new Commands())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(arguments);
  }
}
