// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static io.smartstack.sidecar.haproxy.Room.server;
import static io.smartstack.sidecar.haproxy.Room.service;
import static io.smartstack.sidecar.haproxy.Room.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.smartstack.sidecar.FreePort;
import io.smartstack.sidecar.config.HaproxyConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Structure changes: seamlessly, and never to something that HAProxy refuses. */
class HaproxyReloadIT {

  @TempDir Path directory;
  private Room room;
  private Haproxy haproxy;
  private int port;
  private TinyBackend one;
  private ProxiedService a;

  @BeforeEach
  void open() throws Exception {
    room = new Room(directory);
    port = FreePort.take();
    one = room.backend("one");
    a = service("a", port, server("one", one));
    haproxy = room.open(room.config());
    haproxy.apply(List.of(a));
    haproxy.configured().get(30, TimeUnit.SECONDS);
    until(() -> Http.get(port).status() == 200);
  }

  @AfterEach
  void close() throws IOException {
    room.close();
  }

  @Test
  void aNewServiceIsOneReloadToANewWorker() throws Exception {
    int other = FreePort.take();
    long pid = haproxy.status().pid();

    haproxy.apply(List.of(a, service("b", other, server("one", one))));
    until(() -> Http.get(other).status() == 200 && haproxy.status().reloads() == 2);

    assertThat(haproxy.status().pid()).isNotEqualTo(pid);
    HaproxyStatus.Reload reload = Objects.requireNonNull(haproxy.status().lastReload());
    assertThat(reload.succeeded()).isTrue();
    assertThat(reload.reason()).contains("b is new");
    assertThat(room.text()).contains("frontend b");
  }

  @Test
  void manyReloadsLoseNoRequest() throws Exception {
    try (SteadyLoad load = new SteadyLoad(port)) {
      for (int round = 1; round <= 20; round++) {
        int reloads = round;
        List<String> directives = List.of("timeout queue " + (1000 + round) + "ms");
        haproxy.apply(List.of(service("a", port, directives, server("one", one))));
        until(() -> haproxy.status().reloads() == 1 + reloads);
      }
      until(() -> load.sent() > 600);
      load.end();
      assertThat(load.failures()).isEmpty();
    }
    assertThat(haproxy.status().reloads()).isEqualTo(21);
  }

  @Test
  void manyChangesWhileAReloadMustWaitBecomeOneReloadAndServersDoNotWait() throws Exception {
    TinyBackend two = room.backend("two");
    HaproxyConfig slow = slow(room.config());
    haproxy.reconfigure(slow);
    int b = FreePort.take();
    int c = FreePort.take();
    haproxy.apply(List.of(a, service("b", b, server("one", one))));
    until(() -> Http.get(b).status() == 200);

    ProxiedService moved = service("a", port, server("two", two));
    haproxy.apply(List.of(moved, service("b", b, server("one", one)), service("c", c)));
    until(() -> Http.get(port).body().equals("two"));

    assertThat(haproxy.status().reloads()).isEqualTo(2);
    assertThat(room.text()).doesNotContain("frontend c");
  }

  private static HaproxyConfig slow(HaproxyConfig config) {
    return Room.with(config, config.global(), Duration.ofMinutes(10));
  }

  @Test
  void aRefusedTopLevelSectionReplacesNeitherTheFileNorWhatRunsUntilItIsMended() throws Exception {
    String good = room.text();
    TinyBackend two = room.backend("two");
    HaproxyConfig config = room.config();
    haproxy.reconfigure(Room.with(config, List.of("nonsense on"), config.restartInterval()));
    until(() -> haproxy.status().refused() != null);

    assertThat(Objects.requireNonNull(haproxy.status().refused()).words()).contains("nonsense");
    assertThat(room.metrics.get("haproxy.configuration.refused").gauge().value()).isEqualTo(1);
    assertThat(room.text()).isEqualTo(good);
    assertThat(haproxy.status().reloads()).isEqualTo(1);

    haproxy.apply(List.of(service("a", port, server("two", two))));
    until(() -> Http.get(port).body().equals("two"));
    assertThat(room.text()).contains("server two_", "maxconn 500");

    haproxy.reconfigure(config);
    until(() -> haproxy.status().refused() == null);
    assertThat(haproxy.status().reloads()).isEqualTo(1);
  }

  @Test
  void aServiceWithADirectiveThatHaproxyRefusesKeepsItsLastGoodSectionAndOthersGoOn()
      throws Exception {
    int b = FreePort.take();
    int c = FreePort.take();
    TinyBackend two = room.backend("two");
    haproxy.apply(
        List.of(
            service("a", port, List.of("balance nonsense"), server("two", two)),
            service("b", b, List.of("balance nonsense"), server("one", one)),
            service("c", c, server("one", one))));
    until(() -> Http.get(c).status() == 200 && Http.get(port).body().equals("two"));

    until(() -> haproxy.status().leftOut().size() == 2);
    assertThat(haproxy.status().leftOut())
        .extracting(HaproxyStatus.LeftOut::service)
        .containsExactlyInAnyOrder("a", "b");
    assertThat(room.text()).contains("frontend a", "frontend c").doesNotContain("frontend b");
    assertThat(room.text()).doesNotContain("nonsense");
  }

  @Test
  void aRefusedSectionTakesNoServiceAwayFromTheNextProcessEither() throws Exception {
    haproxy.close();
    TinyBackend two = room.backend("two");
    Haproxy next = room.open(room.config());
    next.apply(List.of(service("a", port, List.of("balance nonsense"), server("two", two))));

    until(() -> next.status().leftOut().size() == 1 && Http.get(port).body().equals("two"));
    assertThat(room.text()).contains("frontend a").doesNotContain("nonsense");
  }

  @Test
  void aSectionThatCannotBeWrittenTakesNeitherItsOwnServiceAwayNorAnother() throws Exception {
    int c = FreePort.take();
    ProxiedService b = service("b", FreePort.take(), server("one", one));
    haproxy.apply(List.of(a, b, service("c", c, server("one", one))));
    until(() -> Http.get(c).status() == 200 && haproxy.status().reloads() == 2);

    haproxy.apply(
        List.of(
            Room.named("b", a), Room.named("odd\nname", b), service("c", c, server("one", one))));

    until(() -> haproxy.status().leftOut().size() == 2);
    assertThat(haproxy.status().leftOut())
        .extracting(HaproxyStatus.LeftOut::service, HaproxyStatus.LeftOut::reason)
        .containsExactlyInAnyOrder(
            tuple("a", "another section is named b"),
            tuple("b", "HAProxy takes no section named odd?name"));
    assertThat(haproxy.status().reloads()).isEqualTo(2);
    assertThat(Http.get(port).status()).isEqualTo(200);
  }

  @Test
  void aServiceWhosePortIsTakenIsLeftOutWithHaproxysWordsAndOthersGoOn() throws Exception {
    int c = FreePort.take();
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      ProxiedService b = service("b", taken.getLocalPort(), server("one", one));
      haproxy.apply(List.of(a, b, service("c", c, server("one", one))));
      until(() -> Http.get(c).status() == 200 && haproxy.status().leftOut().size() == 1);

      assertThat(haproxy.status().leftOut().getFirst().service()).isEqualTo("b");
      assertThat(haproxy.status().leftOut().getFirst().reason()).contains("cannot bind socket");
      assertThat(room.text()).doesNotContain("frontend b");
      assertThat(Http.get(port).status()).isEqualTo(200);
    }
  }

  @Test
  void aServerThatOnlyTheFileCanSayComesByAReload() throws Exception {
    TinyBackend two = room.backend("two");
    haproxy.apply(
        List.of(
            service(
                "a",
                port,
                server("one", one),
                server("two", two.port(), null, "namespace-less non-stick"))));
    until(() -> haproxy.status().leftOut().size() == 1);
    assertThat(haproxy.status().reloads()).isEqualTo(1);

    haproxy.apply(
        List.of(
            service("a", port, server("one", one), server("two", two.port(), null, "non-stick"))));
    until(() -> Http.get(port).body().equals("two"));
    until(() -> haproxy.status().reloads() == 2 && haproxy.status().leftOut().isEmpty());
  }
}
