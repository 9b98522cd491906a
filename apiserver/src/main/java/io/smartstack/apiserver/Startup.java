// SPDX-License-Identifier: Apache-2.0
package io.smartstack.apiserver;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** Brings a server up: files, processes, the wait for each, again on other ports if need be. */
final class Startup {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int ATTEMPTS = 3;

  private Startup() {}

  /**
   * Starts one.
   *
   * @param parent where its directory is made
   * @param memory so many times what tests need
   */
  static ApiServer start(Path parent, int memory) {
    Programs programs = Programs.find();
    for (int attempt = 1; ; attempt++) {
      ControlPlane controlPlane = prepare(programs, parent, memory);
      try {
        return start(programs, controlPlane);
      } catch (RuntimeException e) {
        boolean again = controlPlane.daemons().stream().anyMatch(Daemon::ranIntoATakenPort);
        controlPlane.close();
        if (!again || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static ControlPlane prepare(Programs programs, Path parent, int memory) {
    try {
      Path target = Files.createDirectories(parent.toAbsolutePath());
      return new ControlPlane(programs, Files.createTempDirectory(target, "apiserver-"), memory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ApiServer start(Programs programs, ControlPlane controlPlane) {
    controlPlane.startApiServer();
    Path authority = controlPlane.credentials().authority();
    waitFor(controlPlane, () -> Files.exists(authority) && Files.size(authority) > 0);
    var server = new ApiServer(controlPlane, new CommandLine(programs, controlPlane));
    try {
      waitFor(controlPlane, () -> ready(server));
      controlPlane.startControllers();
      waitFor(controlPlane, () -> server.takesPods("default"));
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static boolean ready(ApiServer server) {
    try {
      return "ok".equals(server.admin().raw("/readyz"));
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  /** Waits as long as every process that was started is there. */
  private static void waitFor(ControlPlane controlPlane, Callable<Boolean> condition) {
    try {
      await()
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(50))
          .failFast(() -> !controlPlane.daemons().stream().allMatch(Daemon::alive))
          .until(condition);
    } catch (ConditionTimeoutException | TerminalFailureException e) {
      String explanations =
          controlPlane.daemons().stream()
              .map(Daemon::explanation)
              .collect(Collectors.joining("\n\n"));
      throw new IllegalStateException("the API server doesn't come up\n" + explanations, e);
    }
  }
}
