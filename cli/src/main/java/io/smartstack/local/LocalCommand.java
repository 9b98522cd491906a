// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code smartstack local}: machines on loopback to play with. */
@Command(
    name = "local",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "up|status|down",
    subcommands = {LocalCommand.Up.class, LocalCommand.Status.class, LocalCommand.Down.class},
    description = "Starts machines described in files, each on a loopback address of its own.")
public final class LocalCommand {

  /** Where logs, data and records are. */
  static final class Directory {
    @Option(
        names = "--dir",
        paramLabel = "DIR",
        description = "Logs, data and records of what was started. Default: ./.smartstack")
    Path path = Path.of(".smartstack");
  }

  /** Starts and leaves running. */
  @Command(
      name = "up",
      mixinStandardHelpOptions = true,
      description = "Starts what doesn't run yet, waits until it is up and leaves it running.")
  static final class Up implements Callable<Integer> {

    @picocli.CommandLine.Mixin Directory directory = new Directory();

    @Option(
        names = {"-f", "--file"},
        required = true,
        arity = "1..*",
        paramLabel = "FILE",
        description =
            "Machines files, or Kubernetes files with ZooKeeperEnsembles, SmartServices and Deployments;"
                + " together they are one site.")
    List<Path> files = List.of();

    @Override
    public Integer call() {
      try {
        Site site = new Site(directory.path, SiteFiles.read(files, directory.path));
        site.up(System.out::println);
      } catch (LocalException problem) {
        System.err.println(problem.getMessage());
        return 1;
      }
      System.out.println();
      System.out.print(table(Living.below(directory.path)));
      System.out.println("\nAll is up and stays up; `smartstack local down` ends it.");
      return 0;
    }
  }

  /** Tells what lives. */
  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Tells what of it lives; exit status 1 when nothing does.")
  static final class Status implements Callable<Integer> {

    @picocli.CommandLine.Mixin Directory directory = new Directory();

    @Override
    public Integer call() {
      List<Living> living = Living.below(directory.path);
      System.out.print(living.isEmpty() ? "Nothing runs.\n" : table(living));
      return living.isEmpty() ? 1 : 0;
    }
  }

  /** Ends exactly what was started. */
  @Command(
      name = "down",
      mixinStandardHelpOptions = true,
      description = "Ends exactly what `up` started, HAProxy included; logs and data stay.")
  static final class Down implements Callable<Integer> {

    @picocli.CommandLine.Mixin Directory directory = new Directory();

    @Override
    public Integer call() {
      int ended = Living.end(directory.path, System.out::println);
      System.out.println(ended == 0 ? "Nothing ran." : ended + " processes ended.");
      return 0;
    }
  }

  private static String table(List<Living> living) {
    Table table = new Table("MACHINE", "WHAT", "ADDRESS", "PID", "LOG");
    Path here = Path.of("").toAbsolutePath();
    for (Living process : living) {
      Path log = process.log();
      table.row(
          process.machine().name(),
          process.what(),
          process.machine().address(),
          Long.toString(process.pid().number()),
          (log.startsWith(here) ? here.relativize(log) : log).toString());
    }
    return table.text();
  }
}
