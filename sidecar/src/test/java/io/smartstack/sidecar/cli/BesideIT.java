// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.smartstack.sidecar.FreePort;
import io.smartstack.sidecar.haproxy.HaproxyContainer;
import io.smartstack.sidecar.registry.ZooKeeperServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sidecar beside an HAProxy of another container, with files that are swapped by a link. */
@Timeout(180)
class BesideIT {

  private static final String PARENT = "/nerve/services/service-a.default/services";
  private static final String REPORT = "/smartstack/sidecars/default/pod-1";

  @TempDir Path directory;
  private Path run;
  private ZooKeeperServer zooKeeper;
  private ZooKeeper observer;
  private HttpServer service;
  private HaproxyContainer container;
  private int proxyPort;
  private int versions;

  @BeforeEach
  void open() throws Exception {
    run = Files.createDirectory(directory.resolve("run"));
    zooKeeper = new ZooKeeperServer();
    observer = zooKeeper.client();
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, -1);
          }
        });
    service.start();
    proxyPort = FreePort.take();
    mount(nerve(7), synapse("service-a"));
    container = new HaproxyContainer(run);
  }

  @AfterEach
  void close() throws Exception {
    container.close();
    service.stop(0);
    zooKeeper.close();
  }

  @Test
  void itServesThroughTheHaproxyBesideItAndReportsItself() throws Exception {
    try (Running sidecar = sidecar()) {
      until(() -> call() == 200);

      assertThat(sidecar.status().at("/synapse/haproxy/owner").asText()).isEqualTo("beside");
      until(() -> report().path("config").asText().equals(hash(nerve(7), synapse("service-a"))));
      until(() -> report().path("stale").isEmpty());
      assertThat(report().path("calls")).hasToString("[\"service-a\"]");
      assertThat(report().path("draining").asBoolean()).isFalse();
      assertThat(report().path("version").asText()).matches("latest|\\d+\\.\\d+\\.\\d+\\S*");
      assertThat(report().has("refused")).isFalse();
    }
    assertThat(report().isMissingNode()).as("gone with SIGTERM").isTrue();
    assertThat(call()).isEqualTo(200);
    assertThat(container.stop()).isZero();
  }

  @Test
  void filesThatAreSwappedAreReportedAndThoseRefusedAreNot() throws Exception {
    try (Running sidecar = sidecar()) {
      until(() -> call() == 200);
      String first = hash(nerve(7), synapse("service-a"));
      until(() -> report().path("config").asText().equals(first));

      mount(nerve(7), "{ \"services\": 1 }");
      until(() -> report().path("refused").asText().startsWith("synapse: "));
      assertThat(report().path("config").asText()).isEqualTo(first);

      mount(nerve(9), synapse("service-b.other"));
      String second = hash(nerve(9), synapse("service-b.other"));
      until(() -> report().path("config").asText().equals(second));
      until(() -> report().path("calls").toString().equals("[\"service-b.other\"]"));
      assertThat(report().has("refused")).isFalse();
      assertThat(sidecar.log()).contains("NEW CONFIGURATION REFUSED");
    }
  }

  @Test
  void backendsThatAllVanishedAreReportedAsStale() throws Exception {
    try (Running sidecar = sidecar()) {
      until(() -> call() == 200 && report().path("stale").isEmpty());

      assertThat(sidecar.post("/drain")).isEqualTo(202);

      until(() -> report().path("stale").toString().equals("[\"service-a\"]"));
    }
  }

  @Test
  void aFileThatIsTouchedDrains() throws Exception {
    try (Running sidecar = sidecar()) {
      until(() -> call() == 200);

      Files.createFile(run.resolve("drain"));

      until(() -> observer.getChildren(PARENT, false).isEmpty());
      until(() -> report().path("draining").asBoolean());
      assertThat(sidecar.code("/ready")).isEqualTo(200);
      assertThat(sidecar.log()).containsOnlyOnce("draining begins");
    }
  }

  @Test
  void killedWhileItDrainsTheNextOneGoesOnDrainingAndKeepsItsReport() throws Exception {
    long session;
    try (Running first = sidecar()) {
      until(() -> call() == 200 && report().has("config"));
      session = observer.exists(REPORT, false).getEphemeralOwner();
      first.kill();
    }
    Files.createFile(run.resolve("drain"));
    try (Running second = sidecar()) {
      until(() -> second.code("/health") == 200);
      until(() -> observer.getChildren(PARENT, false).isEmpty());
      until(() -> report().path("draining").asBoolean());
      assertThat(observer.exists(REPORT, false).getEphemeralOwner()).isEqualTo(session);
      assertThat(observer.exists(REPORT, false).getVersion()).as("the same znode").isPositive();
      assertThat(second.log()).doesNotContain("of a service no longer configured");
    }
  }

  @Test
  void aReportWithoutAPathEndsTheStart() throws Exception {
    Path log = directory.resolve("log");

    int status =
        Running.run(
            log,
            "nerve",
            "-c",
            directory.resolve("etc/nerve.conf.json").toString(),
            "--state-dir",
            run.toString(),
            "--report",
            "sidecars");

    assertThat(status).isEqualTo(1);
    assertThat(Files.readString(log)).contains("--report: ");
  }

  private Running sidecar() throws IOException {
    return Running.start(
        directory.resolve("log"),
        "sidecar",
        "--nerve",
        directory.resolve("etc/nerve.conf.json").toString(),
        "--synapse",
        directory.resolve("etc/synapse.conf.json").toString(),
        "-i",
        "pod-1",
        "--host",
        "127.0.0.1",
        "--state-dir",
        run.toString(),
        "--haproxy",
        "beside",
        "--drain-file",
        run.resolve("drain").toString(),
        "--report",
        REPORT);
  }

  /** As a ConfigMap is mounted: links to a link to a directory, which is replaced as a whole. */
  private void mount(String nerve, String synapse) throws IOException {
    Path etc = Files.createDirectories(directory.resolve("etc"));
    Path version = Files.createDirectory(etc.resolve("..version-" + versions++));
    Files.writeString(version.resolve("nerve.conf.json"), nerve);
    Files.writeString(version.resolve("synapse.conf.json"), synapse);
    Path next = Files.createSymbolicLink(etc.resolve("..next"), version.getFileName());
    Files.move(next, etc.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    for (String file : List.of("nerve.conf.json", "synapse.conf.json")) {
      if (Files.notExists(etc.resolve(file))) {
        Files.createSymbolicLink(etc.resolve(file), Path.of("..data", file));
      }
    }
  }

  private int call() throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + proxyPort + "/").toURL().openConnection();
    connection.setConnectTimeout(5_000);
    connection.setReadTimeout(5_000);
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  private JsonNode report() throws Exception {
    try {
      return new ObjectMapper().readTree(observer.getData(REPORT, false, null));
    } catch (KeeperException.NoNodeException none) {
      return new ObjectMapper().missingNode();
    }
  }

  private static String hash(String nerve, String synapse) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] all = (nerve + "\0" + synapse).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(digest.digest(all)).substring(0, 16);
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(60, SECONDS).ignoreExceptions().until(condition);
  }

  private String nerve(int weight) {
    return """
    {"instance_id": "pod", "services": {"service-a": {
      "host": "127.0.0.1", "port": %d, "weight": %d, "check_interval": 0.5,
      "zk_hosts": ["%s"], "zk_path": "%s", "checks": [{"type": "tcp", "timeout": 2}]}}}
    """
        .formatted(service.getAddress().getPort(), weight, zooKeeper.hosts().getFirst(), PARENT);
  }

  private String synapse(String name) {
    return """
    {"services": {"%s": {
      "discovery": {"method": "zookeeper", "path": "%s", "hosts": ["%s"]},
      "haproxy": {"port": %d, "bind_address": "127.0.0.1", "listen": ["mode http"]}}},
     "haproxy": {
      "config_file_path": "%s", "socket_file_path": "%s",
      "global": ["maxconn 200"],
      "defaults": ["timeout connect 5s", "timeout client 1m", "timeout server 1m"]}}
    """
        .formatted(
            name,
            PARENT,
            zooKeeper.hosts().getFirst(),
            proxyPort,
            run.resolve("haproxy.cfg"),
            run.resolve("haproxy.sock"));
  }
}
