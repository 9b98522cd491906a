// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.smartstack.apiserver.ApiServer;
import io.smartstack.operator.Main;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The program as the image starts it: arguments, log, doors, signals, exit status. */
final class MainIT {

  private final ApiServer api = ApiServer.shared();
  private final List<Process> processes = new ArrayList<>();
  private String home = "";
  private String apps = "";
  private Path log = Path.of("");
  private int port;

  @BeforeEach
  void begin() throws IOException {
    api.kubectl("apply", "--server-side", "-f", "../crds/smartservices.smartstack.io-v1.yml");
    api.kubectl("apply", "--server-side", "-f", "../crds/zookeeperensembles.smartstack.io-v1.yml");
    home = api.newNamespace("home");
    apps = api.newNamespace("apps");
    log = api.directory().resolve("operator-" + home + ".log");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void itWorksUntilSigtermAndSaysSoInJson() throws Exception {
    Process operator = start(api.kubeconfig(), "--log-format=json");
    patiently("it is ready").until(() -> ask("/readyz").statusCode() == 200);
    patiently("it leads").until(() -> ask("/metrics").body().contains("operator_leader 1.0"));
    api.admin()
        .resource(
            "---\n{apiVersion: smartstack.io/v1, kind: ZooKeeperEnsemble, metadata: {name: zk}, spec: {}}")
        .inNamespace(apps)
        .serverSideApply();
    patiently("it makes an ensemble")
        .until(
            () -> api.admin().apps().statefulSets().inNamespace(apps).withName("zk").get() != null);
    assertThat(ask("/healthz").statusCode()).isEqualTo(200);
    assertThat(ask("/healthzz").statusCode()).isEqualTo(404);

    operator.destroy();

    assertThat(operator.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(operator.exitValue()).as("the log: %s", log).isZero();
    assertThat(api.admin().leases().inNamespace(home).withName("smartstack-operator").get())
        .satisfies(lease -> assertThat(Leases.holder(lease)).isEmpty());
    List<String> messages = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      JsonNode entry = JsonMapper.builder().build().readTree(line);
      messages.add(entry.path("formattedMessage").asText(entry.path("message").asText()));
    }
    assertThat(messages).contains("Started", "Leads", "Lease given back", "Ended");
  }

  @Test
  void withoutTheRightToWatchItEndsSayingWhich() throws Exception {
    api.kubectl("-n", home, "create", "serviceaccount", "poor");
    api.kubectl(
        "-n", home, "create", "role", "lease", "--verb=get,create,update", "--resource=leases");
    api.kubectl(
        "-n",
        home,
        "create",
        "rolebinding",
        "lease",
        "--role=lease",
        "--serviceaccount=" + home + ":poor");

    Process operator = start(api.kubeconfig(home, "poor"));

    assertThat(operator.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(operator.exitValue()).isEqualTo(Exit.FAILED.status());
    assertThat(Files.readString(log)).contains("forbidden", "smartservices");
  }

  private Process start(Path kubeconfig, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(
        List.of(
            "--operator-namespace=" + home,
            "--namespaces=" + apps,
            "--identity=replica",
            "--bind-address=127.0.0.1",
            "--webhook-port=0",
            "--health-port=" + port));
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private HttpResponse<String> ask(String path) throws InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException notYet) {
      throw new AssertionError(notYet);
    }
  }

  private static ConditionFactory patiently(String what) {
    return await(what)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptionsMatching(AssertionError.class::isInstance);
  }
}
