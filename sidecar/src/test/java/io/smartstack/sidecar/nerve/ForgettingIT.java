// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import static io.smartstack.sidecar.nerve.ReportedService.MACHINE;
import static io.smartstack.sidecar.nerve.ReportedService.PARENT;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smartstack.sidecar.registry.ZooKeeperServer;
import io.smartstack.sidecar.registry.ZooKeeperSessions;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is over leaves nothing behind, or months of it would fill the process and ZooKeeper. */
@Timeout(90)
class ForgettingIT {

  private ZooKeeperServer server;
  private ZooKeeperSessions sessions;
  private ZooKeeperReporters reporters;

  @BeforeEach
  void start() throws Exception {
    server = new ZooKeeperServer();
    sessions = new ZooKeeperSessions(Duration.ofSeconds(30));
    reporters = new ZooKeeperReporters(sessions, new SimpleMeterRegistry());
  }

  @AfterEach
  void stop() throws Exception {
    sessions.close();
    server.close();
  }

  @Test
  void noWatchStaysOnAZnodeThatIsGone() throws Exception {
    Observer observer = new Observer(server, PARENT);
    Reporter reporter = up(8000);
    try {
      long before = watches();
      for (int i = 0; i < 10; i++) {
        List<String> old = observer.children();
        observer.client().delete(PARENT + "/" + old.getFirst(), -1);
        await()
            .atMost(20, SECONDS)
            .until(() -> observer.children().size() == 1 && !observer.children().equals(old));
      }

      await().atMost(20, SECONDS).until(() -> watches() <= before + 1);
      assertThat(reporter.state().registered()).isTrue();
    } finally {
      reporter.close();
    }
  }

  @Test
  void aClosedReporterIsForgottenWhenTheNextIsMade() {
    WeakReference<Reporter> closed = new WeakReference<>(closed());

    Reporter next = up(8001);
    try {
      await()
          .atMost(30, SECONDS)
          .until(() -> {
            System.gc();
            return closed.get() == null;
          });
      assertThat(next.state().registered()).isTrue();
    } finally {
      next.close();
    }
  }

  private Reporter closed() {
    Reporter reporter = up(8000);
    reporter.close();
    return reporter;
  }

  private Reporter up(int port) {
    Reporter reporter =
        reporters.create(MACHINE, ReportedService.at(server.hosts()).port(port).config());
    reporter.reportUp();
    await().atMost(30, SECONDS).until(() -> reporter.state().registered());
    return reporter;
  }

  /** How many watches the server holds, of all clients. */
  private static long watches() throws Exception {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    long sum = 0;
    for (ObjectName name :
        beans.queryNames(new ObjectName("org.apache.ZooKeeperService:*"), null)) {
      if (name.toString().contains("InMemoryDataTree")) {
        sum += ((Number) beans.getAttribute(name, "WatchCount")).longValue();
      }
    }
    assertThat(sum).isPositive();
    return sum;
  }
}
