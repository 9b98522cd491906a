// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static io.smartstack.sidecar.haproxy.Room.server;
import static io.smartstack.sidecar.haproxy.Room.service;
import static io.smartstack.sidecar.haproxy.Room.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.FreePort;
import io.smartstack.sidecar.config.HaproxyConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An HAProxy of somebody else's, reloaded by a shell command. */
class OthersHaproxyIT {

  @TempDir Path directory;
  private Room room;
  private int port;
  private TinyBackend one;
  private Path script;
  private Path calls;
  private HaproxyConfig config;

  @BeforeEach
  void open() throws IOException {
    room = new Room(directory);
    port = FreePort.take();
    one = room.backend("one");
    calls = directory.resolve("calls");
    Files.writeString(calls, "");
    script = directory.resolve("reload.sh");
    Path pid = directory.resolve("pid");
    Path socket = directory.resolve("theirs.sock");
    Files.writeString(
        script,
        """
        echo call >> %1$s
        test -e %5$s && exit 0
        test -e %4$s && { echo 'not today'; exit 3; }
        exec /usr/sbin/haproxy -D -f %2$s -p %3$s -sf $(cat %3$s 2>/dev/null)
        """
            .formatted(
                calls, room.file, pid, directory.resolve("broken"), directory.resolve("idle")));
    config =
        room.config(
            List.of("stats socket " + socket + " mode 600 level admin expose-fd listeners"),
            "sh " + script,
            List.of(socket));
  }

  @AfterEach
  void close() throws IOException {
    room.close();
  }

  private Haproxy serving() throws Exception {
    Haproxy haproxy = room.open(config);
    haproxy.apply(List.of(service("a", port, server("one", one))));
    haproxy.configured().get(30, TimeUnit.SECONDS);
    until(() -> Http.get(port).status() == 200 && haproxy.status().running());
    return haproxy;
  }

  @Test
  void structureRunsTheCommandAndServersGoThroughTheSocket() throws Exception {
    Haproxy haproxy = serving();
    assertThat(haproxy.status().owner()).isEqualTo("external");
    assertThat(Files.readAllLines(calls)).hasSize(1);

    TinyBackend two = room.backend("two");
    haproxy.apply(List.of(service("a", port, server("two", two))));
    until(() -> Http.get(port).body().equals("two"));
    assertThat(Files.readAllLines(calls)).hasSize(1);
    assertThat(room.text()).contains("server two_").doesNotContain("server one_");

    int b = FreePort.take();
    haproxy.apply(
        List.of(service("a", port, server("two", two)), service("b", b, server("one", one))));
    until(() -> Http.get(b).status() == 200);
    assertThat(Files.readAllLines(calls)).hasSize(2);
  }

  @Test
  void aReloadCommandThatFailsIsTriedAgainAndServersGoOn() throws Exception {
    Haproxy haproxy = serving();
    Path broken = directory.resolve("broken");
    Files.writeString(broken, "");
    int b = FreePort.take();
    ProxiedService added = service("b", b, server("one", one));
    haproxy.apply(List.of(service("a", port, server("one", one)), added));
    until(() -> Files.readAllLines(calls).size() > 2);
    assertThat(Objects.requireNonNull(haproxy.status().lastReload()).words())
        .contains("status 3", "not today");

    TinyBackend two = room.backend("two");
    haproxy.apply(List.of(service("a", port, server("two", two)), added));
    until(() -> Http.get(port).body().equals("two"));

    Files.delete(broken);
    until(() -> Http.get(b).status() == 200);
    until(() -> Objects.requireNonNull(haproxy.status().lastReload()).succeeded());
  }

  @Test
  void aFileThatCannotBeWrittenIsSaidWithTheReason() {
    Path nowhere = Path.of("/proc/nowhere/haproxy.cfg");
    HaproxyConfig unwritable = Room.with(config, nowhere);
    Haproxy haproxy = room.open(unwritable);
    haproxy.apply(List.of(service("a", port, server("one", one))));
    until(() -> "NoSuchFileException: /proc/nowhere".equals(haproxy.status().problem()));
  }

  @Test
  void aReloadCommandThatReloadsNothingIsSaidUntilAnotherProcessAnswers() throws Exception {
    Haproxy haproxy = serving();
    Path idle = directory.resolve("idle");
    Files.writeString(idle, "");
    int b = FreePort.take();
    haproxy.apply(
        List.of(service("a", port, server("one", one)), service("b", b, server("one", one))));
    until(() -> String.valueOf(haproxy.status().problem()).contains("no other process answers"));
    assertThat(Http.get(port).status()).isEqualTo(200);

    Files.delete(idle);
    assertThat(new Shell(directory).run("sh " + script, Duration.ofSeconds(20)).status()).isZero();
    until(() -> Http.get(b).status() == 200 && haproxy.status().problem() == null);
  }

  @Test
  void anHaproxyThatEndsAndComesBackIsSaidOnceEach() throws Exception {
    Haproxy haproxy = serving();
    try (Logged logged = new Logged(Report.class.getName())) {
      room.endHaproxies();
      until(() -> !haproxy.status().running());
      assertThat(new Shell(directory).run("sh " + script, Duration.ofSeconds(20)).status())
          .isZero();
      until(() -> haproxy.status().running());

      assertThat(logged.lines())
          .filteredOn(line -> line.contains("answer"))
          .containsExactly(
              "synapse: haproxy gives no answer any more",
              "synapse: haproxy answers again, pid " + haproxy.status().pid());
    }
  }

  @Test
  void haproxyThatSomebodyRestartedFromAnOldFileIsBroughtUpToDate() throws Exception {
    Haproxy haproxy = serving();
    String old = room.text();
    TinyBackend two = room.backend("two");
    haproxy.apply(List.of(service("a", port, server("two", two))));
    until(() -> room.text().contains("server two_"));
    String now = room.text();

    Files.writeString(room.file, old);
    long pid = haproxy.status().pid();
    assertThat(new Shell(directory).run("sh " + script, Duration.ofSeconds(20)).status()).isZero();
    Files.writeString(room.file, now);

    until(() -> haproxy.status().pid() != pid && Http.get(port).body().equals("two"));
    until(() -> haproxy.servers().stream().noneMatch(each -> each.server().startsWith("one_")));
    assertThat(haproxy.status().reloads()).isEqualTo(1);
  }

  @Test
  void theNextSynapseDoesNotReloadWhatServesTheFileAlready() throws Exception {
    serving().close();
    Haproxy second = room.open(config);
    second.apply(List.of(service("a", port, server("one", one))));
    second.configured().get(30, TimeUnit.SECONDS);
    assertThat(Files.readAllLines(calls)).hasSize(1);
  }

  @Test
  void withoutDoSocketEveryChangeRunsTheCommand() throws Exception {
    Haproxy haproxy = room.open(Room.with(config, false, true));
    haproxy.apply(List.of(service("a", port, server("one", one))));
    until(() -> Http.get(port).status() == 200);
    TinyBackend two = room.backend("two");
    haproxy.apply(List.of(service("a", port, server("two", two))));
    until(() -> Http.get(port).body().equals("two"));
    assertThat(Files.readAllLines(calls)).hasSize(2);
  }

  @Test
  void withoutDoReloadsStructureGoesToTheFileAndServersThroughTheSocket() throws Exception {
    config = Room.with(config, true, false);
    Haproxy haproxy = room.open(config);
    haproxy.apply(List.of(service("a", port, server("one", one))));
    haproxy.configured().get(30, TimeUnit.SECONDS);
    assertThat(room.text()).contains("frontend a");
    until(() -> haproxy.status().problem() != null);
    assertThat(new Shell(directory).run("sh " + script, Duration.ofSeconds(20)).status()).isZero();
    until(() -> Http.get(port).status() == 200 && haproxy.status().problem() == null);

    TinyBackend two = room.backend("two");
    haproxy.apply(List.of(service("a", port, server("two", two))));
    until(() -> Http.get(port).body().equals("two"));
    assertThat(Files.readAllLines(calls)).hasSize(1);
    assertThat(haproxy.status().reloads()).isZero();
  }
}
