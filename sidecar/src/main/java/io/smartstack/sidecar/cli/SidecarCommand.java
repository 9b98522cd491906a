// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sidecar -n NERVE -s SYNAPSE}: both in one JVM, one ZooKeeper session per ensemble. */
@Command(
    name = "sidecar",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Nerve and Synapse in one process, with one ZooKeeper session per ensemble.",
      "SIGHUP, or a change of a file, takes the new configuration in; SIGTERM deregisters and ends."
    })
public final class SidecarCommand implements Callable<Integer> {

  @Option(
      names = {"-n", "--nerve"},
      paramLabel = "FILE",
      required = true,
      defaultValue = "${env:NERVE_CONFIG}",
      description = "nerve.conf.json, or $NERVE_CONFIG.")
  private Path nerveConfig = Path.of("");

  @Option(
      names = {"-s", "--synapse"},
      paramLabel = "FILE",
      required = true,
      defaultValue = "${env:SYNAPSE_CONFIG}",
      description = "synapse.conf.json, or $SYNAPSE_CONFIG.")
  private Path synapseConfig = Path.of("");

  @Mixin private InstanceOptions instance = new InstanceOptions();

  @Option(
      names = {"-k", "--check-config"},
      description =
          "Says whether both files are good, and everything that is wrong; starts nothing.")
  private boolean check;

  @Mixin private HaproxyOptions haproxy = new HaproxyOptions();

  @Mixin private DrainOptions drain = new DrainOptions();

  @Mixin private ProcessOptions process = new ProcessOptions();

  @Override
  public Integer call() {
    NerveFile nerve = instance.file(nerveConfig);
    SynapseFile synapse = new SynapseFile(synapseConfig);
    return check
        ? ConfigCheck.of(nerve, synapse)
        : SidecarProcess.run(
            new Assignment("sidecar", "127.0.0.1:3210", nerve, synapse, haproxy.keeper, drain.file),
            process);
  }
}
