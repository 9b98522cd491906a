// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.smartstack.sidecar.FreePort;
import io.smartstack.sidecar.registry.ZooKeeperServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a user runs them: processes, files, signals, a real ZooKeeper and HAProxy. */
@Timeout(180)
class SidecarIT {

  private static final String PARENT = "/nerve/services/simple_http_service/services";

  @TempDir Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private ZooKeeperServer zooKeeper;
  private ZooKeeper observer;
  private HttpServer service;
  private int proxyPort;

  @BeforeEach
  void open() throws Exception {
    zooKeeper = new ZooKeeperServer();
    observer = zooKeeper.client();
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes(StandardCharsets.UTF_8));
          }
        });
    service.start();
    proxyPort = FreePort.take();
    write(nerve(), nerveConfig("\"weight\": 7,"));
    write(synapse(), synapseConfig(""));
  }

  @AfterEach
  void close() throws Exception {
    service.stop(0);
    http.close();
    endHaproxy();
    zooKeeper.close();
  }

  @Test
  void bothHalvesServeInOneProcessWithOneSession() throws Exception {
    int before = connections();
    try (Running sidecar = sidecar()) {
      awaitRouted();
      await().atMost(30, SECONDS).until(() -> sidecar.code("/ready") == 200);

      assertThat(sidecar.code("/started")).isEqualTo(200);
      assertThat(sidecar.code("/health")).isEqualTo(200);
      assertThat(sidecar.status().at("/nerve/services/0/registration/registered").asBoolean())
          .isTrue();
      assertThat(sidecar.status().at("/synapse/discovery/services/0/name").asText())
          .isEqualTo("simple_http_service");
      assertThat(sidecar.body("/metrics"))
          .contains("nerve_watchers_up 1.0", "jvm_memory_used_bytes");
      assertThat(sidecar.log())
          .contains("nerve: service simple_http_service is now up")
          .contains("synapse: discovered 1 backends for service simple_http_service");
      assertThat(connections()).isEqualTo(before + 1);
    }
  }

  @Test
  void sigtermDeregistersAndExitsZeroAndHaproxyGoesOn() throws Exception {
    Running sidecar = sidecar();
    awaitRouted();

    sidecar.signal("TERM");

    assertThat(sidecar.awaitExit()).isZero();
    assertThat(znodes()).isEmpty();
    assertThat(sidecar.log())
        .containsSubsequence("nerve: reaping all watchers", "nerve: removing zk node at " + PARENT);
    assertThat(call()).isEqualTo(200);
  }

  @Test
  void killedAndStartedAgainTheRegistrationStandsAndHaproxyIsAdopted() throws Exception {
    Running first = sidecar();
    awaitRouted();
    List<String> before = znodes();
    long worker = first.status().at("/synapse/haproxy/pid").asLong();

    first.kill();
    assertThat(call()).isEqualTo(200);
    try (Running second = sidecar()) {
      await().atMost(30, SECONDS).until(() -> second.code("/ready") == 200);
      await().atMost(30, SECONDS).until(() -> second.code("/started") == 200);

      assertThat(znodes()).isEqualTo(before);
      await()
          .atMost(30, SECONDS)
          .until(() -> second.status().at("/synapse/haproxy/pid").asLong() == worker);
    }
  }

  @Test
  void sighupTakesANewFileInAndABadOneChangesNothing() throws Exception {
    try (Running sidecar = sidecar()) {
      awaitRouted();
      String before = znodes().getFirst();

      write(nerve(), "{ \"instance_id\": ");
      sidecar.signal("HUP");
      await().atMost(30, SECONDS).until(() -> sidecar.log().contains("NEW CONFIGURATION REFUSED"));
      assertThat(znodes()).containsExactly(before);

      write(nerve(), nerveConfig("\"weight\": 9,"));
      sidecar.signal("HUP");
      await()
          .atMost(30, SECONDS)
          .until(() -> znodes().size() == 1 && !znodes().getFirst().equals(before));
      assertThat(new String(data(), StandardCharsets.UTF_8)).contains("\"weight\":9");
    }
  }

  @Test
  void withoutZooKeeperItsProxyStartsFromTheDefaultServers() throws Exception {
    zooKeeper.stop();
    write(
        synapse(),
        synapseConfig(
            "\"default_servers\": [{\"name\": \"d\", \"host\": \"127.0.0.1\", \"port\": %d}],"
                .formatted(service.getAddress().getPort())));
    try (Running synapse =
        Running.start(
            log(), "synapse", "-c", synapse().toString(), "--state-dir", state("s").toString())) {
      awaitRouted();

      // HAProxy serves a moment before Synapse has heard that it does.
      await().atMost(30, SECONDS).until(() -> synapse.code("/started") == 200);
      assertThat(synapse.code("/health")).isEqualTo(200);
    }
  }

  @Test
  void drainDeregistersAndDrainedSaysWhenCallersAreGone() throws Exception {
    try (Running sidecar = sidecar()) {
      awaitRouted();

      assertThat(sidecar.post("/drain")).isEqualTo(202);
      await().atMost(30, SECONDS).until(() -> znodes().isEmpty());
      assertThat(sidecar.body("/drained")).contains("progress");
      assertThat(sidecar.code("/ready")).as("once registered stays ready").isEqualTo(200);
    }
  }

  @Test
  void anAddressThatWasAskedForAndIsTakenEndsTheStart() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int status =
          Running.run(
              log(),
              "nerve",
              "-c",
              nerve().toString(),
              "--admin",
              "127.0.0.1:" + taken.getLocalPort(),
              "--state-dir",
              state("taken").toString());

      assertThat(status).isEqualTo(1);
      assertThat(Files.readString(log())).contains("--admin: can't listen on 127.0.0.1");
    }
  }

  @Test
  void logLinesMayBeJson() throws Exception {
    int status = Running.run(log(), "nerve", "-c", "/nowhere", "--log-format", "json");

    assertThat(status).isEqualTo(1);
    assertThat(Files.readAllLines(log()))
        .isNotEmpty()
        .allSatisfy(line ->
            assertThat(new ObjectMapper().readTree(line).path("formattedMessage").asText())
                .isNotEmpty());
  }

  @Test
  void twoProcessesCannotShareAStateDirectory() throws Exception {
    try (Running sidecar = sidecar()) {
      await().atMost(30, SECONDS).until(() -> sidecar.code("/health") == 200);
      Path second = directory.resolve("second.log");

      int status =
          Running.run(
              second,
              "nerve",
              "-c",
              nerve().toString(),
              "--admin",
              "off",
              "--state-dir",
              state("sidecar").toString());

      assertThat(status).isEqualTo(1);
      assertThat(Files.readString(second)).contains("in use by another process");
    }
  }

  private Running sidecar() throws IOException {
    return Running.start(
        log(),
        "sidecar",
        "-n",
        nerve().toString(),
        "-s",
        synapse().toString(),
        "-i",
        "service_a_node_1",
        "--host",
        "127.0.0.1",
        "--state-dir",
        state("sidecar").toString());
  }

  private void awaitRouted() {
    await().atMost(60, SECONDS).ignoreExceptions().until(() -> call() == 200);
  }

  private int call() throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + proxyPort + "/");
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode();
  }

  private List<String> znodes() throws Exception {
    try {
      return observer.getChildren(PARENT, false);
    } catch (KeeperException.NoNodeException none) {
      return List.of();
    }
  }

  private byte[] data() throws Exception {
    return observer.getData(PARENT + "/" + znodes().getFirst(), false, null);
  }

  /** What ZooKeeper says of its clients; the asking connection counts each time. */
  private int connections() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", zooKeeper.port())) {
      socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Integer.parseInt(answer.replaceFirst("(?s).*\nConnections: (\\d+).*", "$1"));
    }
  }

  private void endHaproxy() throws Exception {
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      String line = process.info().commandLine().orElse("");
      if (line.contains("haproxy") && line.contains(directory.toString())) {
        process.destroyForcibly();
        process.onExit().get(20, SECONDS);
      }
    }
  }

  private Path nerve() {
    return directory.resolve("nerve.conf.json");
  }

  private Path synapse() {
    return directory.resolve("synapse.conf.json");
  }

  private Path log() {
    return directory.resolve("log");
  }

  private Path state(String name) {
    return directory.resolve(name);
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
  }

  private String nerveConfig(String extra) {
    return """
    {"instance_id": "x", "services": {"simple_http_service": {
      "host": "127.0.0.1", "port": %d, %s
      "zk_hosts": ["%s"], "zk_path": "%s", "check_interval": 0.5,
      "checks": [{"type": "http", "uri": "/health", "timeout": 2, "rise": 3, "fall": 3}]}}}
    """
        .formatted(service.getAddress().getPort(), extra, zooKeeper.hosts().getFirst(), PARENT);
  }

  private String synapseConfig(String extra) {
    return """
    {"services": {"simple_http_service": { %s
      "discovery": {"method": "zookeeper", "path": "%s", "hosts": ["%s"]},
      "haproxy": {"port": %d, "bind_address": "127.0.0.1",
        "server_options": "check inter 2s rise 3 fall 2",
        "listen": ["mode http", "option httpchk /health"]}}},
     "haproxy": {
      "config_file_path": "%s", "socket_file_path": "%s",
      "global": ["maxconn 200"],
      "defaults": ["timeout connect 5s", "timeout client 1m", "timeout server 1m"]}}
    """
        .formatted(
            extra,
            PARENT,
            zooKeeper.hosts().getFirst(),
            proxyPort,
            directory.resolve("haproxy.cfg"),
            directory.resolve("haproxy.sock"));
  }
}
