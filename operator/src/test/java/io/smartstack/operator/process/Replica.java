// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * An operator process whose leader does nothing but write a ConfigMap, as fast as it can; so
 * whenever it is frozen, it is about to write.
 */
final class Replica {

  private Replica() {}

  static final String COUNTER = "counter";

  /** Arguments: kubeconfig, namespace, identity. */
  public static void main(String[] arguments) throws IOException {
    Config config = Config.fromKubeconfig(Files.readString(Path.of(arguments[0])));
    System.exit(OperatorProcess.run(config, settings(arguments[1], arguments[2]), new Writer()));
  }

  private static Settings settings(String namespace, String identity) {
    var terms =
        new LeaderTerms(Duration.ofSeconds(4), Duration.ofSeconds(3), Duration.ofMillis(500));
    return new Settings(
        Set.of(namespace),
        namespace,
        identity,
        true,
        "lease",
        terms,
        "127.0.0.1",
        0,
        0,
        "service",
        "configuration",
        List.of(),
        false,
        "sidecar",
        "zookeeper",
        "Never",
        "cluster.local");
  }

  private static final class Writer implements Parts {
    @Override
    public Works assemble(Surroundings with) {
      return new Works(
          new Task(() -> {}), new Task(() -> Thread.ofVirtual().start(() -> write(with))));
    }

    private static void write(Surroundings with) {
      for (long count = 0; ; count++) {
        try {
          ConfigMap counter =
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName(COUNTER)
                  .withNamespace(with.settings().home())
                  .endMetadata()
                  .addToData("count", with.settings().identity() + "-" + count)
                  .build();
          with.client().resource(counter).forceConflicts().serverSideApply();
        } catch (KubernetesClientException e) {
          Thread.onSpinWait(); // the next one, at once
        }
      }
    }
  }

  private record Task(Runnable task) implements Work {
    @Override
    public void start() {
      task.run();
    }

    @Override
    public List<String> problems() {
      return List.of();
    }

    @Override
    public void stop() {}
  }
}
