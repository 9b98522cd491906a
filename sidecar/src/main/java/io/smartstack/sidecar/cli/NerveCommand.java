// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = {"-i", "--instance_id"},
      paramLabel = "ID",
      defaultValue = "${env:NERVE_INSTANCE_ID}",
      description = "Replaces the file's instance_id; or $NERVE_INSTANCE_ID.")
  private @Nullable String instanceId;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "${env:NERVE_HOST}",
      description = "Replaces the host of every service in the file; or $NERVE_HOST.")
  private @Nullable String host;

  @Option(
      names = {"-k", "--check-config"},
      defaultValue = "${env:NERVE_CHECK_CONFIG:-false}",
      description =
          "Says whether FILE is good, and everything that is wrong with it; starts nothing.")
  private boolean check;

  @Mixin private ProcessOptions process = new ProcessOptions();

  @Override
  public Integer call() {
    NerveFile nerve = new NerveFile(config, instanceId, host);
    return check
        ? ConfigCheck.of(nerve)
        : SidecarProcess.run("nerve", "127.0.0.1:3211", nerve, null, process);
  }
}
