// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import io.smartstack.sidecar.haproxy.Keeper;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nerve -c FILE}: checks this machine's services and registers them in ZooKeeper. */
@Command(
    name = "nerve",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Checks this machine's services and keeps their registrations in ZooKeeper.",
      "SIGHUP, or a change of FILE, takes the new configuration in; SIGTERM deregisters and ends."
    })
public final class NerveCommand implements Callable<Integer> {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      required = true,
      defaultValue = "${env:NERVE_CONFIG}",
      description = "nerve.conf.json, or $NERVE_CONFIG.")
  private Path config = Path.of("");

  @Mixin private InstanceOptions instance = new InstanceOptions();

  @Option(
      names = {"-k", "--check-config"},
      defaultValue = "${env:NERVE_CHECK_CONFIG:-false}",
      description =
          "Says whether FILE is good, and everything that is wrong with it; starts nothing.")
  private boolean check;

  @Mixin private DrainOptions drain = new DrainOptions();

  @Mixin private ProcessOptions process = new ProcessOptions();

  @Override
  public Integer call() {
    NerveFile nerve = instance.file(config);
    return check
        ? ConfigCheck.of(nerve)
        : SidecarProcess.run(
            new Assignment("nerve", "127.0.0.1:3211", nerve, null, Keeper.OWN, drain.file),
            process);
  }
}
