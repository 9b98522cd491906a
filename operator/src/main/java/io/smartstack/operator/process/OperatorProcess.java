// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.smartstack.operator.status.KubernetesEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replica: opens its doors, serves the webhook, waits for its turn to lead, ends in order.
 *
 * <p>The order of the end is what makes a roll of the operator unnoticeable: not ready, no more
 * reconciliations, the Lease given back, and the webhook last, because the API server's way to it
 * may be a moment older.
 */
final class OperatorProcess implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OperatorProcess.class);
  private static final Duration LAST_CALLS = Duration.ofSeconds(3);
  private static final Duration WAY_OUT = Duration.ofSeconds(20);

  private final Settings settings;
  private final @Nullable Leadership leadership;
  private final @Nullable KubernetesClient electionClient;
  private final KubernetesClient client;
  private final Meters meters;
  private final KubernetesEvents events;
  private final Work serving;
  private final Work leading;
  private final CompletableFuture<Exit> end = new CompletableFuture<>();
  private volatile boolean closing;
  private @Nullable Doors doors;

  OperatorProcess(Config config, Settings settings, Parts parts, Leadership.Loss loss) {
    this.settings = settings;
    if (settings.election()) {
      electionClient = Clients.election(config, settings.terms());
      leadership =
          new Leadership(
              new KubernetesLease(electionClient, settings.home(), settings.leaseName()),
              settings.home(),
              settings.leaseName(),
              settings.identity(),
              settings.terms(),
              System::nanoTime,
              loss);
    } else {
      electionClient = null;
      leadership = null;
    }
    BooleanSupplier leads = leadership == null ? () -> true : leadership::held;
    client = Clients.gated(config, new WriteGate(leads));
    meters = new Meters(leads);
    events = new KubernetesEvents(client, settings.identity(), InstantSource.system());
    var works =
        parts.assemble(
            new Parts.Surroundings(client, events, meters.registry(), settings, leads, this::fail));
    serving = works.serving();
    leading = works.leading();
  }

  /** Runs until SIGTERM or a failure. */
  static int run(Config config, Settings settings, Parts parts) {
    var process = new OperatorProcess(config, settings, parts, OperatorProcess::halt);
    Runtime.getRuntime().addShutdownHook(new Thread(process::endInTime, "end"));
    try {
      process.start();
      return process.end.join().status();
    } catch (RuntimeException e) {
      log.atError().addKeyValue("problem", e.getMessage()).log("Could not start", e);
      process.end.complete(Exit.FAILED);
      return Exit.FAILED.status();
    }
  }

  void start() {
    try {
      doors =
          Doors.open(
              new InetSocketAddress(settings.bind(), settings.healthPort()),
              this::illnesses,
              this::obstacles,
              meters::scrape);
    } catch (IOException e) {
      throw new UncheckedIOException("port " + settings.healthPort(), e);
    }
    log.atInfo()
        .addKeyValue("version", Version.current())
        .addKeyValue("identity", settings.identity())
        .addKeyValue("namespaces", settings.namespaces().isEmpty() ? "all" : settings.namespaces())
        .log("Started");
    serving.start();
    if (leadership == null) {
      Thread.ofPlatform().name("leader").start(this::lead);
    } else {
      leadership.start(this::lead);
    }
  }

  private void lead() {
    try {
      leading.start();
    } catch (RuntimeException e) {
      if (!closing) {
        log.atError().addKeyValue("problem", e.getMessage()).log("Could not begin to work", e);
        fail(e.toString());
      }
    }
  }

  /** Where the doors are. */
  int healthPort() {
    if (doors == null) {
      throw new IllegalStateException("not started");
    }
    return doors.port();
  }

  /** Whether it is this replica that writes. */
  boolean leads() {
    return leadership == null || leadership.held();
  }

  private List<String> illnesses() {
    boolean wedged = leadership != null && !leadership.alive();
    return wedged ? List.of("leadership: looks at the Lease no more") : leading.problems();
  }

  private List<String> obstacles() {
    return closing ? List.of("ending") : serving.problems();
  }

  private void fail(String problem) {
    if (!closing && end.complete(Exit.FAILED)) {
      log.atError().addKeyValue("problem", problem).log("Ends: only a new process helps");
    }
  }

  private static void halt(String reason) {
    log.atError().addKeyValue("reason", reason).log("Lost the Lease: ends at once");
    Runtime.getRuntime().halt(Exit.LOST_LEASE.status());
  }

  /** SIGTERM's way out; whatever hangs, the process is gone in time. */
  private void endInTime() {
    Exit exit = end.getNow(Exit.ASKED);
    Thread closer = Thread.ofPlatform().name("closer").daemon().start(this::close);
    try {
      closer.join(WAY_OUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    log.atInfo().addKeyValue("status", exit.status()).log("Ended");
    Runtime.getRuntime().halt(exit.status());
  }

  @Override
  public void close() {
    closing = true;
    long since = System.nanoTime();
    serving.leave();
    leading.stop();
    events.close();
    if (leadership != null) {
      leadership.close();
    }
    if (doors != null) {
      answerTheLastCalls(since);
      serving.stop();
      doors.close();
    }
    client.close();
    if (electionClient != null) {
      electionClient.close();
    }
    meters.close();
    log.atDebug()
        .addKeyValue("ms", Duration.ofNanos(System.nanoTime() - since).toMillis())
        .log("Closed");
  }

  /** The API server's way here is taken away only after the kubelet has begun to end us. */
  private static void answerTheLastCalls(long since) {
    try {
      Thread.sleep(LAST_CALLS.minusNanos(System.nanoTime() - since));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
