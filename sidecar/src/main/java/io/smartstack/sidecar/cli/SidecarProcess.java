// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.smartstack.sidecar.admin.AdminServer;
import io.smartstack.sidecar.config.ConfigException;
import io.smartstack.sidecar.drain.Drain;
import io.smartstack.sidecar.registry.StateDirectoryInUse;
import io.smartstack.sidecar.registry.ZooKeeperSessions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running process: opens the doors in order and closes them in reverse. */
final class SidecarProcess {

  private final String command;
  private final ProcessOptions options;
  private final Logger log;
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CountDownLatch askedToStop = new CountDownLatch(1);

  private SidecarProcess(String command, ProcessOptions options) {
    this.command = command;
    this.options = options;
    this.log = LoggerFactory.getLogger(SidecarProcess.class);
  }

  /**
   * Runs until SIGTERM or SIGINT.
   *
   * @param command the command's name, for the log and the state directory
   * @param admin where the admin endpoint listens when no option says so
   * @param nerve what to provide, null for nothing
   * @param synapse what to find, null for nothing
   * @return the exit status
   */
  static int run(
      String command,
      String admin,
      @Nullable NerveFile nerve,
      @Nullable SynapseFile synapse,
      ProcessOptions options) {
    options.configureLogging();
    SidecarProcess process = new SidecarProcess(command, options);
    try {
      process.serve(AdminAddress.of(options.admin, admin), nerve, synapse);
      process.log.info("{}: stopped", command);
      return 0;
    } catch (ConfigException
        | StateDirectoryInUse
        | IOException
        | IllegalArgumentException refused) {
      process.log.error("{}: {}", command, refused.getMessage());
      return 1;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private void serve(AdminAddress address, @Nullable NerveFile nerve, @Nullable SynapseFile synapse)
      throws ConfigException, StateDirectoryInUse, IOException, InterruptedException {
    Signals.on("TERM", askedToStop::countDown);
    Signals.on("INT", askedToStop::countDown);
    StateDirectory state =
        StateDirectory.of(
            options.stateDirectory, command, System.getenv(), System.getProperty("user.name", ""));
    try (ZooKeeperSessions sessions = sessions(state, synapse != null)) {
      List<GuardedPart> parts = new ArrayList<>();
      Drain drain = nothingToDrain();
      if (synapse != null) {
        parts.add(new GuardedPart(new SynapsePart(synapse, sessions, state.path(), meters)));
      }
      if (nerve != null) {
        NervePart part = new NervePart(nerve, sessions, meters);
        parts.add(new GuardedPart(part));
        drain = part.drain();
      }
      try (ProcessKnowledge knowledge = new ProcessKnowledge(parts, meters);
          @Nullable AdminServer admin = open(address, knowledge, drain)) {
        work(parts, admin);
      }
    }
  }

  private void work(List<GuardedPart> parts, @Nullable AdminServer admin)
      throws InterruptedException {
    Signals.on("HUP", () -> Thread.ofVirtual().start(() -> parts.forEach(GuardedPart::reloadNow)));
    parts.forEach(GuardedPart::start);
    log.info(
        "{}: pid {} answers at {}",
        command,
        ProcessHandle.current().pid(),
        admin == null ? "no admin address" : "http://" + text(admin.address()) + "/status");
    askedToStop.await();
    // Nerve first: callers are told before anything else ends.
    parts.reversed().forEach(GuardedPart::stop);
  }

  private ZooKeeperSessions sessions(StateDirectory state, boolean drivesHaproxy)
      throws StateDirectoryInUse {
    try {
      return new ZooKeeperSessions(state.path(), options.sessionTimeout());
    } catch (StateDirectoryInUse used) {
      // Two can't drive one HAProxy; a second Nerve beside the first only keeps nothing.
      if (state.chosen() || drivesHaproxy) {
        throw used;
      }
      log.warn("{}: {}; this one keeps nothing over a restart", command, used.getMessage());
      return new ZooKeeperSessions(options.sessionTimeout());
    }
  }

  private @Nullable AdminServer open(AdminAddress address, ProcessKnowledge knowledge, Drain drain)
      throws IOException {
    InetSocketAddress socket = address.socket();
    if (socket == null) {
      return null;
    }
    try {
      return AdminServer.open(socket, knowledge, drain, options.drainDeadline());
    } catch (IOException taken) {
      String what = "can't listen on " + text(socket) + ": " + taken.getMessage();
      if (address.chosen()) {
        throw new IOException("--admin: " + what, taken);
      }
      log.warn("{}: {}; there is no admin endpoint (choose one by --admin)", command, what);
      return null;
    }
  }

  private static Drain nothingToDrain() {
    return new Drain(
        () -> CompletableFuture.completedFuture(null),
        () -> {},
        Set::of,
        ports -> Set.of(),
        System::nanoTime);
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}
