// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import static io.smartstack.sidecar.nerve.ReportedService.MACHINE;
import static io.smartstack.sidecar.nerve.ReportedService.PARENT;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smartstack.sidecar.registry.Ensemble;
import io.smartstack.sidecar.registry.ZooKeeperServer;
import io.smartstack.sidecar.registry.ZooKeeperSessions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class InheritedZnodesIT {

  private static final Duration SESSION = Duration.ofSeconds(30);

  @TempDir Path states;

  @Test
  void aServiceThatLeftTheConfigurationLeavesTheContinuedSessionTooAndTheOthersStay()
      throws Exception {
    try (ZooKeeperServer server = new ZooKeeperServer()) {
      ReportedService service = ReportedService.at(server.hosts());
      String kept = leaveBehind(server, service, service.port(8001));
      server.restart();
      Observer observer = new Observer(server, PARENT);
      assertThat(observer.children()).hasSize(2);

      try (ZooKeeperSessions sessions = new ZooKeeperSessions(states, SESSION)) {
        Ensemble ensemble = sessions.open(server.hosts());
        ZooKeeperReporter reporter = reporter(ensemble, service);
        InheritedZnodes.remove(ensemble, List.of(reporter));

        await().atMost(20, SECONDS).until(() -> observer.children().size() == 1);
        reporter.reportUp();
        await().atMost(20, SECONDS).until(() -> reporter.state().registered());
        assertThat(reporter.state().path()).isEqualTo(kept);
        assertThat(observer.events()).extracting(WatchedEvent::getPath).doesNotContain(kept);
        reporter.close();
      }
    }
  }

  /** A process that ends while ZooKeeper is down; says where the first service's znode is. */
  private String leaveBehind(ZooKeeperServer server, ReportedService one, ReportedService other)
      throws Exception {
    ZooKeeper connection;
    String path;
    try (ZooKeeperSessions sessions = new ZooKeeperSessions(states, SESSION)) {
      Ensemble ensemble = sessions.open(server.hosts());
      List<ZooKeeperReporter> both = List.of(reporter(ensemble, one), reporter(ensemble, other));
      both.forEach(ZooKeeperReporter::reportUp);
      await().atMost(30, SECONDS).until(() -> both.stream().allMatch(r -> r.state().registered()));
      path = String.valueOf(both.getFirst().state().path());
      both.forEach(ZooKeeperReporter::close);
      connection = ensemble.client().getZookeeperClient().getZooKeeper();
      server.stop();
      await().atMost(30, SECONDS).until(() -> ensemble.state() == Ensemble.State.DISCONNECTED);
    }
    ZooKeeperServer.awaitEnd(connection);
    return path;
  }

  private static ZooKeeperReporter reporter(Ensemble ensemble, ReportedService service) {
    return new ZooKeeperReporter(ensemble, service.config(), MACHINE, new SimpleMeterRegistry());
  }
}
