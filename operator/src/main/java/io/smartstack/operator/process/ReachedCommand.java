// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.smartstack.operator.injection.Reach;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code operator reached}: what {@code helm install} and {@code helm upgrade} wait for. */
@Command(
    name = "reached",
    mixinStandardHelpOptions = true,
    description = {
      "Asks the API server whether it reaches the operator's webhook, until it does or the time is over.",
      "Pods made before that start without sidecars."
    })
final class ReachedCommand implements Callable<Integer> {

  private static final Duration PAUSE = Duration.ofMillis(500);

  @Option(
      names = "--operator-namespace",
      paramLabel = "NAME",
      defaultValue = "${env:POD_NAMESPACE}",
      description = "Where the operator runs. Default: $$POD_NAMESPACE, or the kubeconfig's.")
  private @Nullable String home;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "240",
      description = "Default: ${DEFAULT-VALUE}.")
  private int timeoutSeconds;

  @Override
  public Integer call() throws InterruptedException {
    var patience = new Patience(Duration.ofSeconds(timeoutSeconds), PAUSE);
    Config config = Config.autoConfigure(null);
    try (KubernetesClient client = Clients.asking(config)) {
      Reach reach = new Reach(client, OperatorCommand.home(home, config));
      String answer = patience.until(() -> ask(reach));
      System.out.println(
          answer.isEmpty()
              ? "The API server reaches the webhook."
              : "The webhook was not reached within %d s: %s".formatted(timeoutSeconds, answer));
      return answer.isEmpty() ? 0 : 1;
    }
  }

  /** What is in the way; empty when nothing is. */
  private static String ask(Reach reach) {
    try {
      return reach.holds()
          ? ""
          : "the API server went on without its answer; do the operator's pods run, and does the network let the API server call them?";
    } catch (KubernetesClientException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
