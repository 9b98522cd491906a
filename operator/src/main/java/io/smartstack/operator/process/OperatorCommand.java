// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.fabric8.kubernetes.client.Config;
import io.smartstack.operator.injection.WebhookServer;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code operator}: everything that it can be told, from arguments or the environment. */
@Command(
    name = "operator",
    subcommands = {ReadyCommand.class, ReachedCommand.class},
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "SmartStack's operator: runs ZooKeeper ensembles, compiles services, puts sidecars into pods.",
      "The cluster is the one it runs in, or the kubeconfig's. SIGTERM ends it in order."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:ended by SIGTERM",
      "1:could not start, or lost its watch of the cluster",
      "2:wrong arguments",
      "3:lost the Lease, or could not renew it"
    })
public final class OperatorCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--namespaces",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "${env:SMARTSTACK_NAMESPACES:-}",
      description = "Namespaces to watch. Default: all.")
  private Set<String> namespaces = new LinkedHashSet<>();

  @Option(
      names = "--operator-namespace",
      paramLabel = "NAME",
      defaultValue = "${env:POD_NAMESPACE}",
      description = "Where the operator runs. Default: $POD_NAMESPACE, or the kubeconfig's.")
  private @Nullable String home;

  @Option(
      names = "--identity",
      paramLabel = "NAME",
      defaultValue = "${env:POD_NAME:-operator}",
      description =
          "This replica's name in the Lease and in events; some random digits are added."
              + " Default: $POD_NAME.")
  private String identity = "";

  @Mixin private LeaderOptions leader = new LeaderOptions();

  @Mixin private DoorOptions doors = new DoorOptions();

  @Mixin private ImageOptions images = new ImageOptions();

  @Option(
      names = "--cluster-domain",
      paramLabel = "DOMAIN",
      defaultValue = "${env:SMARTSTACK_CLUSTER_DOMAIN:-cluster.local}",
      description = "The cluster's DNS suffix. Default: cluster.local.")
  private String clusterDomain = "";

  @Mixin private LogOptions logOptions = new LogOptions();

  private final Parts parts;

  private OperatorCommand(Parts parts) {
    this.parts = parts;
  }

  /**
   * Runs the operator until it ends.
   *
   * @return the exit status
   */
  public static int run(String... arguments) {
    return run(new Rooms(), arguments);
  }

  /** The same of other parts; for tests. */
  static int run(Parts parts, String... arguments) {
    return new CommandLine(new OperatorCommand(parts))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(arguments);
  }

  /** What the arguments say, and nothing run; for tests. */
  static Settings parse(String... arguments) {
    OperatorCommand command = new OperatorCommand(new Rooms());
    new CommandLine(command).parseArgs(arguments);
    return command.settings(Config.empty());
  }

  @Override
  public Integer call() {
    logOptions.configure();
    WebhookServer.prepare();
    Config config = Config.autoConfigure(null);
    return OperatorProcess.run(config, settings(config), parts);
  }

  private Settings settings(Config config) {
    return new Settings(
        namespaces.stream()
            .map(String::strip)
            .filter(n -> !n.isEmpty())
            .collect(Collectors.toSet()),
        home(home, config),
        identity + "_" + UUID.randomUUID().toString().substring(0, 8),
        leader.election,
        leader.leaseName,
        terms(),
        doors.bind,
        port("--webhook-port", doors.webhookPort),
        port("--health-port", doors.healthPort),
        doors.webhookService,
        doors.webhookConfiguration,
        doors.webhookNames,
        doors.failurePolicy == DoorOptions.FailurePolicy.Fail,
        images.sidecar(),
        images.zookeeper,
        images.pullPolicy(),
        clusterDomain,
        images.sidecarResources,
        images.haproxyResources);
  }

  /** Where the operator runs: as it was said, else as the kubeconfig has it. */
  static String home(@Nullable String said, Config config) {
    String fromConfig = config.getNamespace() == null ? "default" : config.getNamespace();
    return said == null || said.isBlank() ? fromConfig : said;
  }

  private LeaderTerms terms() {
    try {
      return leader.terms();
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private int port(String option, int port) {
    if (port < 0 || port > 65_535) {
      throw wrong("%s: expected 0 to 65535, got %d".formatted(option, port));
    }
    return port;
  }

  private RuntimeException wrong(@Nullable String problem) {
    return spec == null
        ? new IllegalArgumentException(problem)
        : new ParameterException(spec.commandLine(), String.valueOf(problem));
  }
}
