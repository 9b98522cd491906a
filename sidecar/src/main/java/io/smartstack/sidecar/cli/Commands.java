// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import java.util.List;
import java.util.Optional;
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
    List<String> all = List.of(arguments);
    Optional<Object> named = all.isEmpty() ? Optional.empty() : named(all.getFirst());
    CommandLine line = new CommandLine(named.orElseGet(Commands::new));
    if (named.isPresent()) {
      line.setCommandName("sidecar " + all.getFirst());
    }
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .execute(all.subList(named.isPresent() ? 1 : 0, all.size()).toArray(String[]::new));
  }

  // A command that is named is read alone: the options of the others cost a start a twentieth of
  // its time.
  private static Optional<Object> named(String command) {
    return switch (command) {
      case "nerve" -> Optional.of(new NerveCommand());
      case "synapse" -> Optional.of(new SynapseCommand());
      case "sidecar" -> Optional.of(new SidecarCommand());
      default -> Optional.empty();
    };
  }
}
