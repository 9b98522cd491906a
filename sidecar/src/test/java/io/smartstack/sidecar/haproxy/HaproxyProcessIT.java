// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static io.smartstack.sidecar.haproxy.Room.server;
import static io.smartstack.sidecar.haproxy.Room.service;
import static io.smartstack.sidecar.haproxy.Room.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smartstack.sidecar.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An HAProxy of ours: started, found again, started again, never stopped. */
class HaproxyProcessIT {

  @TempDir Path directory;
  private Room room;
  private int port;
  private TinyBackend one;

  @BeforeEach
  void open() throws IOException {
    room = new Room(directory);
    port = FreePort.take();
    one = room.backend("one");
  }

  @AfterEach
  void close() throws IOException {
    room.close();
  }

  private Haproxy serving() throws Exception {
    Haproxy haproxy = room.open(room.config());
    haproxy.apply(List.of(service("a", port, server("one", one))));
    haproxy.configured().get(30, TimeUnit.SECONDS);
    until(() -> Http.get(port).status() == 200);
    return haproxy;
  }

  @Test
  void haproxyWithoutAnyServiceRuns() throws Exception {
    Haproxy haproxy = room.open(room.config());
    haproxy.apply(List.of());
    haproxy.configured().get(30, TimeUnit.SECONDS);
    until(() -> haproxy.status().running());
    assertThat(haproxy.status().version()).isNotEmpty();
    assertThat(haproxy.status().owner()).isEqualTo("own");
  }

  @Test
  void closingNeverStopsHaproxyAndTheNextOneAdoptsItWithoutAReload() throws Exception {
    Haproxy first = serving();
    long pid = first.status().pid();
    first.close();
    assertThat(Http.get(port).status()).isEqualTo(200);

    TinyBackend two = room.backend("two");
    Haproxy second = room.open(room.config());
    second.apply(List.of(service("a", port, server("two", two))));
    second.configured().get(30, TimeUnit.SECONDS);
    until(() -> Http.get(port).body().equals("two"));

    until(() -> second.status().running());
    assertThat(second.status().pid()).isEqualTo(pid);
    assertThat(second.status().reloads()).isZero();
  }

  @Test
  void haproxySurvivesTheDeathOfItsJvmAndIsAdoptedByTheNext() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                ServingMain.class.getName(),
                directory.toString(),
                Integer.toString(port),
                Integer.toString(one.port()))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("jvm.log").toFile())
            .start();
    until(() -> Http.get(port).status() == 200);
    until(() -> Files.exists(directory.resolve("haproxy.live")));
    jvm.destroyForcibly().waitFor();
    assertThat(Http.get(port).status()).isEqualTo(200);

    Haproxy haproxy = room.open(room.config());
    haproxy.apply(List.of(service("a", port, server("one", one))));
    haproxy.configured().get(30, TimeUnit.SECONDS);

    assertThat(haproxy.status().reloads()).isZero();
    assertThat(Http.get(port).status()).isEqualTo(200);
  }

  @Test
  void whatChangedInHaproxyBehindOurBackIsMendedAtAdoption() throws Exception {
    Haproxy first = serving();
    first.close();
    RuntimeSocket socket =
        new RuntimeSocket(directory.resolve("haproxy.sock"), Duration.ofSeconds(2));
    String name = "a/one_127.0.0.1:" + one.port();
    assertThat(
            socket.ask(
                List.of(
                    "set server " + name + " state maint",
                    "add server a/stranger 127.0.0.1:1",
                    "set server a/stranger state ready")))
        .containsExactly("", "New server registered.", "");

    Haproxy second = serving();
    until(() -> second.servers().stream().noneMatch(each -> each.server().equals("stranger")));
    assertThat(second.status().reloads()).isZero();
  }

  @Test
  void haproxyThatIsKilledIsBackAtOnce() throws Exception {
    Haproxy haproxy = serving();
    long worker = haproxy.status().pid();
    ProcessHandle master = ProcessHandle.of(worker).flatMap(ProcessHandle::parent).orElseThrow();

    master.destroyForcibly();
    until(() -> isAnother(haproxy, worker) && Http.get(port).status() == 200);
    long second = haproxy.status().pid();
    ProcessHandle.of(second).orElseThrow().destroyForcibly();
    until(() -> isAnother(haproxy, second) && Http.get(port).status() == 200);

    assertThat(room.metrics.counter("haproxy.restarts").count()).isEqualTo(2);
  }

  @Test
  void haproxyThatIsSilentIsNeitherDoubledNorGivenUp() throws Exception {
    Haproxy haproxy = serving();
    long pid = haproxy.status().pid();
    TinyBackend two = room.backend("two");
    assertThat(new Shell(directory).run("kill -STOP " + pid, Duration.ofSeconds(5)).status())
        .isZero();
    haproxy.apply(List.of(service("a", port, server("two", two))));
    until(() -> haproxy.status().problem() != null && !haproxy.status().running());
    assertThat(Objects.requireNonNull(haproxy.status().problem())).contains("no answer");

    assertThat(new Shell(directory).run("kill -CONT " + pid, Duration.ofSeconds(5)).status())
        .isZero();
    // It obeys what it was told before it stood still, so it may serve before that is known here.
    until(() -> haproxy.status().running() && Http.get(port).body().equals("two"));
    until(() -> haproxy.status().problem() == null);
    assertThat(haproxy.status().pid()).isEqualTo(pid);
    assertThat(haproxy.status().reloads()).isEqualTo(1);
    assertThat(room.metrics.counter("haproxy.restarts").count()).isZero();
  }

  private static boolean isAnother(Haproxy haproxy, long pid) {
    HaproxyStatus status = haproxy.status();
    return status.running() && status.pid() != pid;
  }

  @Test
  void haproxyThatLostItsSocketsIsReplacedAndNotDoubled() throws Exception {
    Haproxy haproxy = serving();
    long worker = haproxy.status().pid();
    Files.delete(directory.resolve("haproxy.sock"));
    Files.delete(directory.resolve("haproxy-master.sock"));

    until(() -> isAnother(haproxy, worker));
    until(() -> ProcessHandle.of(worker).map(each -> !isServing(each)).orElse(true));
    assertThat(Http.get(port).status()).isEqualTo(200);
  }

  private static boolean isServing(ProcessHandle process) {
    try {
      return !Files.readString(Path.of("/proc", process.pid() + "", "cmdline")).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aFloodOfAlertsStopsNeitherHaproxyNorFillsTheDisk() throws Exception {
    Haproxy haproxy = serving();
    RuntimeSocket socket =
        new RuntimeSocket(directory.resolve("haproxy.sock"), Duration.ofSeconds(10));
    String name = "a/one_127.0.0.1:" + one.port();
    List<String> flaps = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      flaps.add("set server " + name + " state maint");
      flaps.add("set server " + name + " state ready");
    }
    long written = 0;
    for (int round = 0; round < 20; round++) {
      long before = Files.size(directory.resolve("haproxy.log"));
      socket.ask(flaps);
      written += Math.max(0, Files.size(directory.resolve("haproxy.log")) - before);
    }
    assertThat(written).isGreaterThan(200_000);
    assertThat(Http.get(port).status()).isEqualTo(200);
    until(() -> Files.size(directory.resolve("haproxy.log")) < 1_200_000);
    assertThat(haproxy.status().running()).isTrue();
  }

  @Test
  void aMissingHaproxyIsSaidAndLookedForAgain() throws Exception {
    List<Path> installed = new ArrayList<>();
    Haproxy haproxy =
        new Haproxy(
            room.config(),
            new Setup.Place(
                directory,
                Keeper.OWN,
                () -> installed.stream().findFirst(),
                InstantSource.system(),
                new SimpleMeterRegistry()));
    try (haproxy) {
      haproxy.start();
      haproxy.apply(List.of(service("a", port, server("one", one))));
      until(() -> haproxy.status().lastReload() != null);
      assertThat(Objects.requireNonNull(haproxy.status().lastReload()).words())
          .contains("apt-get install haproxy");

      installed.add(Path.of("/usr/sbin/haproxy"));
      until(() -> Http.get(port).status() == 200);
    }
  }

  @Test
  void aClockSetBackDelaysNeitherTheRestartOfAnHaproxyThatDiedNorAReload() throws Exception {
    AtomicReference<Duration> set = new AtomicReference<>(Duration.ZERO);
    Haproxy haproxy =
        new Haproxy(
            room.config(),
            new Setup.Place(
                directory,
                Keeper.OWN,
                () -> Optional.of(Path.of("/usr/sbin/haproxy")),
                () -> Instant.now().plus(set.get()),
                new SimpleMeterRegistry()));
    try (haproxy) {
      haproxy.start();
      haproxy.apply(List.of(service("a", port, server("one", one))));
      until(() -> Http.get(port).status() == 200);
      room.endHaproxies();
      until(() -> Http.get(port).status() == 200);

      set.set(Duration.ofHours(-5));
      room.endHaproxies();
      until(() -> Http.get(port).status() == 200);

      int other = FreePort.take();
      haproxy.apply(
          List.of(service("a", port, server("one", one)), service("b", other, server("one", one))));
      until(() -> Http.get(other).status() == 200);
    }
  }

  @Test
  void anHaproxyThatDiedIsStartedAgainThoughItsFileWasEmptied() throws Exception {
    serving();

    Files.writeString(room.file, "");
    room.endHaproxies();

    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() -> Http.get(port).status() == 200);
  }

  @Test
  void anHaproxyLeftBehindInAnotherRunDirectoryIsReplacedAndServesNobodyThere() throws Exception {
    serving().close();
    TinyBackend two = room.backend("two");
    Path other = directory.resolve("other");

    try (Haproxy moved = new Haproxy(room.config(), other, Keeper.OWN, new SimpleMeterRegistry())) {
      moved.start();
      moved.apply(List.of(service("a", port, server("two", two))));
      moved.configured().get(30, TimeUnit.SECONDS);

      until(() -> {
        Set<String> answers = new HashSet<>();
        for (int i = 0; i < 40; i++) {
          answers.add(Http.get(port).body());
        }
        return answers.equals(Set.of("two"));
      });
    }
  }

  @Test
  void anHaproxyWhoseRuntimeSocketWasDeletedIsReplaced() throws Exception {
    Haproxy haproxy = serving();
    TinyBackend two = room.backend("two");

    Files.delete(directory.resolve("haproxy.sock"));
    haproxy.apply(List.of(service("a", port, server("two", two))));

    until(() -> Http.get(port).body().equals("two"));
    until(() -> haproxy.servers().size() > 0);
  }

  @Test
  void anHaproxyWhoseMasterSocketWasDeletedTakesAnotherStructureIn() throws Exception {
    Haproxy haproxy = serving();
    int other = FreePort.take();

    Files.delete(directory.resolve("haproxy-master.sock"));
    haproxy.apply(
        List.of(service("a", port, server("one", one)), service("b", other, server("one", one))));

    until(() -> Http.get(other).status() == 200);
    assertThat(Http.get(port).status()).isEqualTo(200);
  }

  @Test
  void aRunDirectoryWhosePathIsTooLongForASocketIsSaid() throws Exception {
    Path deep = directory.resolve("x".repeat(100));
    try (Haproxy haproxy =
        new Haproxy(room.config(), deep, Keeper.OWN, new SimpleMeterRegistry())) {
      haproxy.start();
      haproxy.apply(List.of());
      until(() -> haproxy.status().refused() != null);
      assertThat(Objects.requireNonNull(haproxy.status().refused()).words())
          .contains("stats socket", "too long");
    }
  }

  @Test
  void theBinaryIsFoundWhereTheEnvironmentSays() {
    assertThat(Binary.haproxy(Map.of("HAPROXY", "/nowhere/haproxy"))).isEmpty();
    assertThat(Binary.haproxy(Map.of("PATH", "")))
        .isEqualTo(Optional.of(Path.of("/usr/sbin/haproxy")));
  }
}
