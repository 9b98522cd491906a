// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code synapse -c FILE}: finds the services this machine calls and drives its HAProxy. */
@Command(
    name = "synapse",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Finds the services this machine calls in ZooKeeper and keeps HAProxy's backends.",
      "SIGHUP, or a change of FILE, takes the new configuration in; HAProxy outlives this process."
    })
public final class SynapseCommand implements Callable<Integer> {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      required = true,
      defaultValue = "${env:SYNAPSE_CONFIG}",
      description = "synapse.conf.json, or $SYNAPSE_CONFIG.")
  private Path config = Path.of("");

  @Option(
      names = {"-k", "--check-config"},
      description =
          "Says whether FILE is good, and everything that is wrong with it; starts nothing.")
  private boolean check;

  @Mixin private HaproxyOptions haproxy = new HaproxyOptions();

  @Mixin private ProcessOptions process = new ProcessOptions();

  @Override
  public Integer call() {
    SynapseFile synapse = new SynapseFile(config);
    return check
        ? ConfigCheck.of(synapse)
        : SidecarProcess.run(
            new Assignment("synapse", "127.0.0.1:3210", null, synapse, haproxy.keeper, null),
            process);
  }
}
