// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static io.smartstack.sidecar.haproxy.Room.server;
import static io.smartstack.sidecar.haproxy.Room.service;
import static io.smartstack.sidecar.haproxy.Room.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An HAProxy that the image's script keeps alive beside us. */
class NeighbourHaproxyIT {

  @TempDir Path parent;
  private Path directory;
  private Room room;
  private int port;
  private TinyBackend one;
  private TinyBackend two;
  private @Nullable HaproxyContainer container;

  @BeforeEach
  void open() throws IOException {
    directory = Files.createDirectory(parent.resolve("run"));
    room = new Room(directory);
    port = FreePort.take();
    one = room.backend("one");
    two = room.backend("two");
  }

  @AfterEach
  void close() throws IOException {
    if (container != null) {
      container.close();
    }
    room.close();
  }

  private HaproxyContainer start() throws IOException {
    HaproxyContainer started = new HaproxyContainer(directory);
    container = started;
    return started;
  }

  private Haproxy serving() throws Exception {
    Haproxy haproxy = room.open(room.config(), Keeper.BESIDE);
    haproxy.apply(List.of(service("a", port, server("one", one))));
    haproxy.configured().get(30, TimeUnit.SECONDS);
    until(() -> Http.get(port).status() == 200);
    return haproxy;
  }

  @Test
  void onABootstrapFileItWaitsAndThenServesWhatItIsTold() throws Exception {
    HaproxyContainer running = start();
    until(() -> Files.exists(directory.resolve("haproxy-master.sock")));
    assertThat(room.text()).contains("stats socket", "level admin", "expose-fd listeners");
    ProcessHandle master = running.master();

    Haproxy haproxy = serving();

    assertThat(running.masters()).containsExactly(master);
    assertThat(haproxy.status().owner()).isEqualTo("beside");
    assertThat(haproxy.status().reloads()).isEqualTo(1);
    assertThat(room.text()).contains("server one_127.0.0.1:" + one.port());
    assertThat(running.output()).contains("Loading success");
  }

  @Test
  void theTextIsTheOneOfAnHaproxyOfOurOwn() throws Exception {
    start();
    serving();
    String beside = room.text();
    close();

    Files.delete(room.file);
    Haproxy own = room.open(room.config(), Keeper.OWN);
    own.apply(List.of(service("a", port, server("one", one))));
    own.configured().get(30, TimeUnit.SECONDS);

    assertThat(withoutTime(room.text())).isEqualTo(withoutTime(beside));
  }

  @Test
  void aServerThatComesCostsNoReload() throws Exception {
    start();
    Haproxy haproxy = serving();

    haproxy.apply(List.of(service("a", port, server("one", one), server("two", two))));

    until(() -> room.text().contains("server two_"));
    assertThat(haproxy.status().reloads()).isEqualTo(1);
  }

  @Test
  void withoutAnHaproxyItSaysSoAndServesAsSoonAsOneIsThere() throws Exception {
    Haproxy haproxy = room.open(room.config(), Keeper.BESIDE);
    haproxy.apply(List.of(service("a", port, server("one", one))));
    until(() -> {
      String problem = haproxy.status().problem();
      return problem != null && problem.contains("started beside us, doesn't answer");
    });
    assertThat(ProcessHandle.current().children().filter(NeighbourHaproxyIT::isHaproxy)).isEmpty();

    start();

    until(() -> Http.get(port).status() == 200);
    until(() -> haproxy.status().problem() == null);
    assertThat(room.metrics.find("haproxy.restarts").counter()).as("its first start").isNull();
  }

  @Test
  void killedWhileThereIsTrafficItIsBackWithTheSameServers() throws Exception {
    HaproxyContainer running = start();
    Haproxy haproxy = serving();
    haproxy.apply(List.of(service("a", port, server("one", one), server("two", two))));
    until(() -> room.text().contains("server two_"));
    ProcessHandle master = running.master();
    try (SteadyLoad load = new SteadyLoad(port)) {
      until(() -> load.answeredBy("two") > 0);
      long before = load.answeredBy("two");

      master.destroyForcibly();

      until(() -> !running.masters().isEmpty() && !running.master().equals(master));
      until(() -> load.answeredBy("two") > before + 50);
      until(() -> haproxy.status().reloads() == 1 && haproxy.status().running());
    }
    assertThat(room.metrics.get("haproxy.restarts").counter().count()).isEqualTo(1);
    haproxy.apply(List.of(service("a", port, server("two", two))));
    until(() -> !room.text().contains("server one_"));
    until(() -> haproxy.servers().stream().noneMatch(s -> s.server().startsWith("one_")));
  }

  @Test
  void theNextOfUsAdoptsItWithoutAReload() throws Exception {
    start();
    Haproxy first = serving();
    long worker = first.status().pid();
    first.close();

    Haproxy second = room.open(room.config(), Keeper.BESIDE);
    second.apply(List.of(service("a", port, server("one", one), server("two", two))));

    until(() -> room.text().contains("server two_"));
    until(() -> second.status().pid() == worker);
    assertThat(second.status().reloads()).isZero();
  }

  @Test
  void aFileThatItRefusesIsPutAsideAndTheRightOneServedAgain() throws Exception {
    HaproxyContainer running = start();
    Haproxy haproxy = serving();
    Files.writeString(room.file, "global\n  bogus\n");

    running.master().destroyForcibly();

    until(() -> Files.exists(directory.resolve("haproxy.cfg.refused")));
    until(() -> Http.get(port).status() == 200);
    assertThat(running.output()).contains("unknown keyword 'bogus'");
    assertThat(Files.readString(directory.resolve("haproxy.cfg.refused"))).contains("bogus");
    until(() -> haproxy.status().problem() == null);
  }

  @Test
  void aPortThatIsTakenCostsOnlyItsOwnService() throws Exception {
    start();
    Haproxy haproxy = serving();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      haproxy.apply(
          List.of(
              service("a", port, server("one", one)),
              service("b", taken.getLocalPort(), server("two", two))));

      until(() -> !haproxy.status().leftOut().isEmpty());
      assertThat(haproxy.status().leftOut().getFirst().service()).isEqualTo("b");
      assertThat(haproxy.status().leftOut().getFirst().reason()).contains("cannot bind");
      assertThat(Http.get(port).status()).isEqualTo(200);
    }
  }

  @Test
  void aPortThatIsTakenWhileItIsAwayDoesNotKeepItFromComingBack() throws Exception {
    HaproxyContainer running = start();
    Haproxy haproxy = room.open(room.config(), Keeper.BESIDE);
    int other = FreePort.take();
    haproxy.apply(
        List.of(service("a", port, server("one", one)), service("b", other, server("two", two))));
    until(() -> Http.get(port).status() == 200 && Http.get(other).status() == 200);

    running.stop();
    try (ServerSocket taken = new ServerSocket(other, 1, InetAddress.getByName("127.0.0.1"))) {
      start();

      until(() -> Http.get(port).status() == 200);
      assertThat(taken.isBound()).isTrue();
    }
  }

  @Test
  void askedToEndItLetsOpenConnectionsFinishAndExitsZero() throws Exception {
    HaproxyContainer running = start();
    serving();
    List<ProcessHandle> masters = running.masters();
    try (Socket slow = Http.connect(port)) {
      assertThat(Http.get(slow, true).status()).isEqualTo(200);

      assertThat(running.stop()).isZero();
    }
    assertThat(masters).noneMatch(ProcessHandle::isAlive);
    assertThat(running.output()).contains("haproxy-container: ended");
  }

  private static String withoutTime(String text) {
    return text.substring(text.indexOf('\n'));
  }

  private static boolean isHaproxy(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("haproxy");
  }
}
