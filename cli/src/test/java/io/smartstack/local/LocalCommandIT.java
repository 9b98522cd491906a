// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real command, in processes of its own. */
final class LocalCommandIT {

  private static final String ADDRESS = "127.168.77.1";
  private static final int LONGEST_MINUTES = 3;

  @TempDir Path directory;

  @AfterEach
  void everythingEnds() {
    Living.end(directory, line -> {});
  }

  @Test
  void upStartsAndLeavesRunningStatusTellsAndDownEndsExactlyThat() throws Exception {
    Path file = machines();
    Process stranger = new ProcessBuilder("sleep", "300").start();
    try {
      Outcome up = smartstack("local", "up", "-f", file.toString(), "--dir", directory.toString());
      assertThat(up.output()).contains("zookeeper is up", "service is up", ADDRESS);
      assertThat(up.status()).isZero();
      assertThat(FourLetters.ask(ADDRESS, "ruok")).contains("imok");
      assertThat(FourLetters.mode(ADDRESS)).contains("standalone");
      List<Living> before = Living.below(directory);
      assertThat(before).extracting(Living::what).containsExactly("zookeeper", "service");

      Outcome again =
          smartstack("local", "up", "-f", file.toString(), "--dir", directory.toString());
      assertThat(again.output()).contains("zookeeper runs already", "service runs already");
      assertThat(Living.below(directory))
          .extracting(Living::pid)
          .isEqualTo(before.stream().map(Living::pid).toList());

      Outcome status = smartstack("local", "status", "--dir", directory.toString());
      assertThat(status.output())
          .contains(ADDRESS, Long.toString(before.getFirst().pid().number()), "zookeeper.log");

      // A record that names a process which took the id later: it must be left alone.
      ProcessRecord.of(new Pid(stranger.pid(), "1"), "f")
          .write(directory.resolve("one/nerve.process.json"));
      Outcome down = smartstack("local", "down", "--dir", directory.toString());
      assertThat(down.output()).contains("2 processes ended");
      assertThat(before).noneMatch(living -> living.pid().lives());
      assertThat(stranger.isAlive()).isTrue();
      assertThat(smartstack("local", "status", "--dir", directory.toString()).status()).isOne();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void aTakenPortIsRefusedWithWhoHasIt() throws Exception {
    Path file = machines();
    Path other = Files.createDirectory(directory.resolve("other"));
    String first = directory.resolve("first").toString();
    try {
      assertThat(smartstack("local", "up", "-f", file.toString(), "--dir", first).status())
          .isZero();

      Outcome second = smartstack("local", "up", "-f", file.toString(), "--dir", other.toString());

      assertThat(second.status()).isOne();
      assertThat(second.output()).contains(ADDRESS + ":2181 can't be had: taken by java (pid ");
    } finally {
      Living.end(Path.of(first), line -> {});
      Living.end(other, line -> {});
    }
  }

  @Test
  void anInterruptedDemoEndsEverythingItStarted() throws Exception {
    Path demo = directory.resolve("demo");
    Process process =
        new ProcessBuilder(
                JavaProgram.command(
                    128,
                    List.of(),
                    "io.smartstack.cli.SmartStack",
                    List.of("demo", "--dir", demo.toString())))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("demo.txt").toFile())
            .start();
    try {
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> Living.below(demo).stream().anyMatch(l -> l.what().equals("haproxy")));
      List<Living> started = Living.below(demo);

      Signal.INT.send(Pid.of(process.pid()).orElseThrow());

      assertThat(process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isNotZero();
      assertThat(started).noneMatch(living -> living.pid().lives());
      assertThat(Living.below(demo)).isEmpty();
    } finally {
      process.destroyForcibly();
      Living.end(demo, line -> {});
    }
  }

  @Test
  void aDirectoryOfSomebodyElsesIsNotEmptied() throws Exception {
    Path precious = Files.createDirectory(directory.resolve("home"));
    Files.writeString(precious.resolve("thesis"), "x");

    Outcome demo = smartstack("demo", "--dir", precious.toString());

    assertThat(demo.status()).isOne();
    assertThat(demo.output()).contains("holds something else");
    assertThat(precious.resolve("thesis")).exists();
  }

  @Test
  void theFilesOfAClusterRunHereToo() throws Exception {
    List<String> up = new ArrayList<>(List.of("local", "up", "--dir", directory.toString()));
    for (String file : List.of("zookeeper", "service-a", "service-b")) {
      up.addAll(List.of("-f", "../examples/" + file + ".yaml"));
    }
    Outcome started = smartstack(up.toArray(String[]::new));
    assertThat(started.output()).contains("zookeeper3: zookeeper is up", "All is up");
    assertThat(started.status()).isZero();
    String address = Files.readString(directory.resolve("service_b_node_1/address"));
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest whoami =
        HttpRequest.newBuilder(URI.create("http://" + address + ":3213/whoami")).build();

    Set<String> answers = new TreeSet<>();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> {
          answers.add(http.send(whoami, HttpResponse.BodyHandlers.ofString()).body().strip());
          assertThat(answers).contains("service_a_node_1", "service_a_node_2");
        });

    Outcome status = smartstack("local", "status", "--dir", directory.toString());
    assertThat(status.output()).contains("service_b_node_1", "sidecar", "haproxy", address);
    List<Living> living = Living.below(directory);
    Outcome again = smartstack(up.toArray(String[]::new));
    assertThat(again.output()).doesNotContain("starts ...");
    assertThat(smartstack("local", "down", "--dir", directory.toString()).status()).isZero();
    assertThat(living).isNotEmpty().noneMatch(each -> each.pid().lives());
    assertThat(new ListenPort(address, 8000).owner()).isEmpty();
    assertThat(new ListenPort(address, 3213).owner()).isEmpty();
  }

  private Path machines() throws IOException {
    return Files.writeString(
        directory.resolve("machines.yaml"),
        """
        machines:
          - name: one
            address: %s
            zookeeper: {id: 1}
            service:
              command: [smartstack, files, --address, "${ADDRESS}", --port, "8000"]
              port: 8000
              files: {whoami: "${NAME}"}
        """
            .formatted(ADDRESS));
  }

  private Outcome smartstack(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            JavaProgram.command(
                128, List.of(), "io.smartstack.cli.SmartStack", List.of(arguments)));
    Path output = Files.createTempFile(directory, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)).isTrue();
    return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  private record Outcome(int status, String output) {}
}
