// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import static io.smartstack.sidecar.nerve.ReportedService.PARENT;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smartstack.sidecar.registry.ZooKeeperServer;
import io.smartstack.sidecar.registry.ZooKeeperSessions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Writes that happened although their answer was lost. */
@Timeout(90)
class LostAnswerIT {

  private ZooKeeperServer server;
  private LossyProxy proxy;
  private ZooKeeperSessions sessions;
  private ZooKeeperReporter reporter;

  @BeforeEach
  void start() throws Exception {
    server = new ZooKeeperServer();
    proxy = new LossyProxy(server.port());
    sessions = new ZooKeeperSessions(Duration.ofSeconds(30));
    reporter =
        new ZooKeeperReporter(
            sessions.open(proxy.hosts()),
            ReportedService.at(proxy.hosts()).config(),
            ReportedService.MACHINE,
            new SimpleMeterRegistry());
    // The parents exist, so that the first create is the one of the registration.
    reporter.reportUp();
    awaitRegistered();
    reporter.reportDown().get(20, SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    reporter.close();
    sessions.close();
    proxy.close();
    server.close();
  }

  @Test
  void aCreateWhoseAnswerWasLostLeavesOneZnode() throws Exception {
    Observer observer = new Observer(server, PARENT);
    CompletableFuture<Void> lost = proxy.loseAnswerTo(LossyProxy.CREATES);

    reporter.reportUp();

    lost.get(20, SECONDS);
    awaitRegistered();
    assertThat(observer.children()).hasSize(1);
    assertThat(observer.events()).hasSize(1);
    assertThat(reporter.state().path()).endsWith("/" + observer.children().getFirst());
  }

  @Test
  void aServiceThatGoesDownAfterALostAnswerLeavesNoGhost() throws Exception {
    Observer observer = new Observer(server, PARENT);
    CompletableFuture<Void> lost = proxy.loseAnswerTo(LossyProxy.CREATES);
    reporter.reportUp();
    lost.get(20, SECONDS);

    reporter.reportDown().get(30, SECONDS);

    assertThat(observer.children()).isEmpty();
    assertThat(observer.events()).hasSize(2);
  }

  @Test
  void aDeleteWhoseAnswerWasLostIsAcknowledgedAllTheSame() throws Exception {
    reporter.reportUp();
    awaitRegistered();
    Observer observer = new Observer(server, PARENT);
    CompletableFuture<Void> lost = proxy.loseAnswerTo(LossyProxy.DELETES);

    CompletableFuture<Void> withdrawn = reporter.reportDown();

    lost.get(20, SECONDS);
    withdrawn.get(30, SECONDS);
    assertThat(observer.children()).isEmpty();
    assertThat(reporter.state().registered()).isFalse();
  }

  private void awaitRegistered() {
    await()
        .atMost(30, SECONDS)
        .until(() -> reporter.state().registered() && reporter.state().failures() == 0);
  }
}
