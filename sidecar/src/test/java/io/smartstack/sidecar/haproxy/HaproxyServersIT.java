// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static io.smartstack.sidecar.haproxy.Room.server;
import static io.smartstack.sidecar.haproxy.Room.service;
import static io.smartstack.sidecar.haproxy.Room.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.smartstack.sidecar.FreePort;
import io.smartstack.sidecar.backend.Backend;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers come, go and change weight while HAProxy goes on. */
class HaproxyServersIT {

  @TempDir Path directory;
  private Room room;
  private Haproxy haproxy;
  private int port;

  @BeforeEach
  void open() throws IOException {
    room = new Room(directory);
    port = FreePort.take();
    haproxy = room.open(room.config());
  }

  @AfterEach
  void close() throws IOException {
    room.close();
  }

  private void serve(Backend... backends) {
    haproxy.apply(List.of(service("a", port, backends)));
  }

  private List<ServerStatus> servers() throws IOException {
    return haproxy.servers().stream().filter(each -> each.section().equals("a")).toList();
  }

  private void startWith(Backend... backends) throws Exception {
    serve(backends);
    haproxy.configured().get(30, TimeUnit.SECONDS);
    until(() -> servers().stream().allMatch(each -> each.status().startsWith("UP")));
  }

  @Test
  void serversComeGoAndChangeWeightWithoutAReloadAndWithoutALostRequest() throws Exception {
    TinyBackend one = room.backend("one");
    TinyBackend two = room.backend("two");
    startWith(server("one", one));
    long pid = haproxy.status().pid();

    try (SteadyLoad load = new SteadyLoad(port)) {
      for (int round = 0; round < 5; round++) {
        long answered = load.answeredBy("two");
        serve(server("one", one), server("two", two));
        until(() -> load.answeredBy("two") > answered + 20);
        assertThat(room.text()).contains("server one_", "server two_");

        serve(server("one", one), server("two", two.port(), 7, null));
        until(() -> servers().stream().anyMatch(each -> each.weight() == 7));
        until(() -> room.text().contains("weight 7"));

        serve(server("one", one));
        until(() -> servers().size() == 1 && haproxy.status().leaving() == 0);
        assertThat(room.text()).doesNotContain("server two_");
      }
      until(() -> load.sent() > 600);
      load.end();
      assertThat(load.failures()).isEmpty();
    }
    assertThat(haproxy.status().reloads()).isEqualTo(1);
    assertThat(haproxy.status().pid()).isEqualTo(pid);
  }

  @Test
  void aServerThatIsAddedIsUsedAtOnceAndTakenDownByItsOwnCheck() throws Exception {
    TinyBackend one = room.backend("one");
    TinyBackend two = room.backend("two");
    startWith(server("one", one));

    serve(server("one", one), server("two", two));
    until(() -> Http.get(port).body().equals("two"));
    two.close();

    until(() ->
        servers().stream()
            .anyMatch(each -> each.server().startsWith("two") && each.status().equals("DOWN")));
    assertThat(servers()).extracting(ServerStatus::check).contains("L4OK", "L4CON");
  }

  @Test
  void aServerThatGoesFinishesWhatItBeganAndIsDeletedAfterwards() throws Exception {
    TinyBackend one = room.backend("one");
    TinyBackend two = room.backend("two");
    startWith(server("one", one));
    CountDownLatch gate = new CountDownLatch(1);
    one.holdAnswersUntil(gate);

    try (Socket caller = Http.connect(port);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Http.Answer> begun = threads.submit(() -> Http.get(caller, true));
      until(() -> one.requests() == 1);
      serve(server("two", two));
      until(() -> haproxy.status().leaving() == 1);
      assertThat(Http.get(port).body()).isEqualTo("two");
      assertThat(servers()).extracting(ServerStatus::status).contains("MAINT");

      gate.countDown();
      assertThat(begun.get(10, TimeUnit.SECONDS).body()).isEqualTo("one");
    }
    until(() -> haproxy.status().leaving() == 0 && servers().size() == 1);
    assertThat(haproxy.status().reloads()).isEqualTo(1);
  }

  @Test
  void aServerThatComesBackBeforeItIsDeletedIsSimplyReadyAgain() throws Exception {
    TinyBackend one = room.backend("one");
    TinyBackend two = room.backend("two");
    startWith(server("one", one), server("two", two));
    CountDownLatch gate = new CountDownLatch(1);
    two.holdAnswersUntil(gate);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> calls =
          threads.submit(() -> {
            Http.get(port);
            return Http.get(port);
          });
      until(() -> two.requests() > 0);
      serve(server("one", one));
      until(() -> haproxy.status().leaving() == 1);
      serve(server("one", one), server("two", two));
      until(() -> haproxy.status().leaving() == 0);
      assertThat(servers()).extracting(ServerStatus::status).doesNotContain("MAINT").hasSize(2);
      gate.countDown();
      calls.get(10, TimeUnit.SECONDS);
    }
    until(() -> Http.get(port).body().equals("two"));
    assertThat(haproxy.status().reloads()).isEqualTo(1);
  }

  @Test
  void aServerWithAnOptionThatHaproxyRefusesIsLeftOutAndAllOthersGoOn() throws Exception {
    TinyBackend one = room.backend("one");
    TinyBackend two = room.backend("two");
    startWith(server("one", one));

    serve(
        server("bad", one.port(), null, "chekc inter 1s"), server("one", one), server("two", two));
    until(() -> Http.get(port).body().equals("two"));
    until(() -> haproxy.status().leftOut().size() == 1);

    HaproxyStatus.LeftOut left = haproxy.status().leftOut().getFirst();
    assertThat(left.service()).isEqualTo("a");
    assertThat(left.server()).startsWith("bad_127.0.0.1:");
    assertThat(left.reason()).contains("unknown keyword 'chekc'");
    assertThat(room.metrics.counter("haproxy.servers.refused").count()).isEqualTo(1);
    assertThat(room.text()).contains("server two_").doesNotContain("chekc");
    assertThat(haproxy.status().reloads()).isEqualTo(1);

    serve(server("one", one));
    until(() -> haproxy.status().leftOut().isEmpty());
  }

  @Test
  void aRestartFromTheFileServesTheSame() throws Exception {
    TinyBackend one = room.backend("one");
    TinyBackend two = room.backend("two");
    startWith(server("one", one));
    serve(server("two", two.port(), 9, null));
    until(() -> servers().size() == 1 && room.text().contains("weight 9"));
    List<ServerStatus> before = servers();
    long pid = haproxy.status().pid();

    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    until(() -> haproxy.status().running() && haproxy.status().pid() != pid);
    until(() -> Http.get(port).status() == 200);

    assertThat(servers())
        .extracting(ServerStatus::server, ServerStatus::address, ServerStatus::weight)
        .containsExactlyElementsOf(
            before.stream()
                .map(each -> tuple(each.server(), each.address(), each.weight()))
                .toList());
    assertThat(room.metrics.counter("haproxy.restarts").count()).isEqualTo(1);
  }
}
