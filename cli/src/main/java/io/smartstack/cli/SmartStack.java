// SPDX-License-Identifier: Apache-2.0
package io.smartstack.cli;

import io.smartstack.local.FilesCommand;
import io.smartstack.local.LocalCommand;
import io.smartstack.sidecar.cli.NerveCommand;
import io.smartstack.sidecar.cli.SidecarCommand;
import io.smartstack.sidecar.cli.SynapseCommand;
import io.smartstack.sidecar.cli.Version;
import io.smartstack.walkthrough.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code smartstack} command. */
@Command(
    name = "smartstack",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      NerveCommand.class,
      SynapseCommand.class,
      SidecarCommand.class,
      DemoCommand.class,
      LocalCommand.class,
      FilesCommand.class
    },
    versionProvider = Version.class,
    description = "Nerve, Synapse and HAProxy: client-side load balancing you can read.")
public final class SmartStack {

  private SmartStack() {}

  /** Runs one command and exits with its status. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new SmartStack())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }
}
