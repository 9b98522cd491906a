// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An operator process whose leader does nothing but write a ConfigMap, as fast as it can; so when
 * it comes back from being frozen, it wants to write at once.
 */
final class Replica {

  private Replica() {}

  static final String COUNTER = "counter";

  /** A file in the replica's directory: while it is there, nothing is written. */
  static final String HOLD = "hold";

  /** A file that the replica makes when no request of its is underway any more. */
  static final String HELD = "held";

  /** Arguments: kubeconfig, namespace, identity, a directory of its own. */
  public static void main(String[] arguments) throws IOException {
    Config config = Config.fromKubeconfig(Files.readString(Path.of(arguments[0])));
    System.exit(
        OperatorProcess.run(
            config, settings(arguments[1], arguments[2]), new Writer(Path.of(arguments[3]))));
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
        "cluster.local",
        null,
        null);
  }

  private record Writer(Path directory) implements Parts {
    @Override
    public Works assemble(Surroundings with) {
      return new Works(new Task(() -> {}, () -> {}), writing(with));
    }

    private Work writing(Surroundings with) {
      AtomicBoolean stopped = new AtomicBoolean();
      Thread thread = Thread.ofVirtual().unstarted(() -> write(with, stopped));
      return new Task(
          thread::start,
          () -> {
            stopped.set(true);
            try {
              thread.join();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }

    private void write(Surroundings with, AtomicBoolean stopped) {
      for (long count = 0; !stopped.get(); count++) {
        waitWhileHeld();
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

    private void waitWhileHeld() {
      if (Files.exists(directory.resolve(HOLD))) {
        try {
          Files.createFile(directory.resolve(HELD));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      while (Files.exists(directory.resolve(HOLD))) {
        Thread.onSpinWait();
      }
    }
  }

  private record Task(Runnable begin, Runnable end) implements Work {
    @Override
    public void start() {
      begin.run();
    }

    @Override
    public List<String> problems() {
      return List.of();
    }

    @Override
    public void stop() {
      end.run();
    }
  }
}
