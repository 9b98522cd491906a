// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reconcilers, run by the Java Operator SDK. */
final class Controllers implements Work {

  private static final int AT_ONCE = 8;
  private static final Duration SYNC = Duration.ofSeconds(60);
  private static final Duration LAST_RECONCILIATIONS = Duration.ofSeconds(10);

  private final Operator operator;
  private final Parts.Surroundings with;
  private final Definitions definitions;

  Controllers(Parts.Surroundings with, List<Reconciler<? extends HasMetadata>> reconcilers) {
    this.with = with;
    this.definitions = new Definitions(with.client(), with.settings().namespaces());
    this.operator = new Operator(this::configure);
    reconcilers.forEach(this::register);
  }

  private void configure(ConfigurationServiceOverrider sdk) {
    sdk.withKubernetesClient(with.client())
        .withCloseClientOnStop(false)
        .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(with.meters()))
        .withConcurrentReconciliationThreads(AT_ONCE)
        .withUseSSAToPatchPrimaryResource(true)
        .withSSABasedCreateUpdateMatchForDependentResources(true)
        // A watch that is refused at the start is a missing right: better a new process than half.
        .withStopOnInformerErrorDuringStartup(true)
        .withCacheSyncTimeout(SYNC)
        .withReconciliationTerminationTimeout(LAST_RECONCILIATIONS)
        .withInformerStoppedHandler((informer, problem) -> {
          if (problem != null) {
            with.failed()
                .accept(
                    "lost its watch of %s: %s"
                        .formatted(informer.getApiTypeClass().getSimpleName(), root(problem)));
          }
        });
  }

  /** What the API server said, without what it was wrapped in. */
  private static @Nullable String root(Throwable problem) {
    Throwable root = problem;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }

  private <P extends HasMetadata> void register(Reconciler<P> reconciler) {
    operator.register(
        reconciler,
        controller -> {
          if (with.settings().namespaces().isEmpty()) {
            controller.watchingAllNamespaces();
          } else {
            controller.settingNamespaces(with.settings().namespaces());
          }
        });
  }

  @Override
  public void start() {
    if (definitions.await(ZooKeeperEnsemble.class) && definitions.await(SmartService.class)) {
      operator.start();
    }
  }

  @Override
  public List<String> problems() {
    var runtime = operator.getRuntimeInfo();
    return !runtime.isStarted() || runtime.allEventSourcesAreHealthy()
        ? List.of()
        : runtime.unhealthyEventSources().entrySet().stream()
            .filter(controller -> !controller.getValue().isEmpty())
            .map(sick -> sick.getKey() + ": lost its watch of " + sick.getValue().keySet())
            .toList();
  }

  @Override
  public void stop() {
    definitions.stop();
    operator.stop();
  }
}
