// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.smartstack.sidecar.admin.AdminServer;
import io.smartstack.sidecar.config.ConfigException;
import io.smartstack.sidecar.drain.Drain;
import io.smartstack.sidecar.drain.DrainFile;
import io.smartstack.sidecar.registry.StateDirectoryInUse;
import io.smartstack.sidecar.registry.ZooKeeperSessions;
import io.smartstack.sidecar.report.Reports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running process: opens the doors in order and closes them in reverse. */
final class SidecarProcess {

  private final Assignment assignment;
  private final String command;
  private final ProcessOptions options;
  private final Logger log;
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CountDownLatch askedToStop = new CountDownLatch(1);

  private SidecarProcess(Assignment assignment, ProcessOptions options) {
    this.assignment = assignment;
    this.command = assignment.command();
    this.options = options;
    this.log = LoggerFactory.getLogger(SidecarProcess.class);
  }

  /**
   * Runs until SIGTERM or SIGINT.
   *
   * @return the exit status
   */
  static int run(Assignment assignment, ProcessOptions options) {
    options.configureLogging();
    SidecarProcess process = new SidecarProcess(assignment, options);
    try {
      process.serve();
      process.log.info("{}: stopped", process.command);
      return 0;
    } catch (ConfigException
        | StateDirectoryInUse
        | IOException
        | IllegalArgumentException refused) {
      process.log.error("{}: {}", process.command, refused.getMessage());
      return 1;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private void serve()
      throws ConfigException, StateDirectoryInUse, IOException, InterruptedException {
    Signals.on("TERM", askedToStop::countDown);
    Signals.on("INT", askedToStop::countDown);
    AdminAddress address = AdminAddress.of(options.admin, assignment.admin());
    StateDirectory state =
        StateDirectory.of(
            options.stateDirectory, command, System.getenv(), System.getProperty("user.name", ""));
    try (ZooKeeperSessions sessions = sessions(state, assignment.synapse() != null)) {
      SynapsePart synapse = synapse(sessions, state);
      NervePart nerve = nerve(sessions);
      Drain drain = nerve == null ? nothingToDrain() : nerve.drain();
      List<GuardedPart> parts =
          Stream.of(synapse, nerve).filter(Objects::nonNull).map(GuardedPart::new).toList();
      try (ProcessKnowledge knowledge = new ProcessKnowledge(parts, meters);
          @Nullable AdminServer admin = open(address, knowledge, drain);
          @Nullable Reports reports = reports(sessions, new ProcessReport(nerve, synapse, drain));
          @Nullable DrainFile drainFile = drainFile(drain)) {
        work(parts, admin, reports, drainFile);
      }
    }
  }

  private @Nullable SynapsePart synapse(ZooKeeperSessions sessions, StateDirectory state)
      throws ConfigException {
    SynapseFile file = assignment.synapse();
    return file == null
        ? null
        : new SynapsePart(file, sessions, state.path(), assignment.keeper(), meters);
  }

  private @Nullable NervePart nerve(ZooKeeperSessions sessions) throws ConfigException {
    NerveFile file = assignment.nerve();
    return file == null ? null : new NervePart(file, sessions, meters);
  }

  private @Nullable Reports reports(ZooKeeperSessions sessions, ProcessReport report) {
    try {
      return options.report == null
          ? null
          : new Reports(options.report, sessions, report::ensembles, report::now);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--report: " + e.getMessage(), e);
    }
  }

  private @Nullable DrainFile drainFile(Drain drain) {
    return assignment.drainFile() == null ? null : new DrainFile(assignment.drainFile(), drain);
  }

  private void work(
      List<GuardedPart> parts,
      @Nullable AdminServer admin,
      @Nullable Reports reports,
      @Nullable DrainFile drainFile)
      throws InterruptedException {
    Signals.on("HUP", () -> Thread.ofVirtual().start(() -> parts.forEach(GuardedPart::reloadNow)));
    // Before Nerve, which removes what a continued session brings along and nobody claims.
    if (reports != null) {
      reports.start();
    }
    parts.forEach(GuardedPart::start);
    if (drainFile != null) {
      drainFile.start();
    }
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
