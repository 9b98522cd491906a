// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.propagation;

import io.smartstack.bench.Stage;
import io.smartstack.bench.parts.Child;
import io.smartstack.bench.parts.Ensemble;
import io.smartstack.bench.parts.Parts;
import io.smartstack.bench.parts.Processes;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * A Nerve and a Synapse, whoever's, with the same files and an HAProxy that is reloaded by a
 * command; seen through HAProxy's runtime socket, which every 5 ms is asked.
 */
public final class Pair implements AutoCloseable {

  private static final String NETWORK = "127.62.3";
  private static final String HERE = NETWORK + ".11";
  private static final String NAME = "compared";
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final Parts parts = new Parts();
  private final Path directory;
  private final Path socket;
  private final Door door;
  private final List<Child> processes;

  private Pair(Stage stage, String kind, Starter starter) throws Exception {
    directory = Files.createDirectories(stage.directory().resolve(kind));
    Path sockets = Files.createTempDirectory("smartstack-");
    socket = sockets.resolve("haproxy.sock");
    try {
      parts.add(() -> delete(sockets));
      Ensemble ensemble = parts.add(Ensemble.start(directory, NETWORK, 128));
      BareClient client = parts.add(BareClient.at(ensemble.connectString()));
      client.ensure(ConfigText.path(NAME));
      client.register(
          ConfigText.path(NAME) + "/standing_",
          "{\"host\":\"127.62.3.9\",\"port\":9,\"name\":\"standing\"}"
              .getBytes(StandardCharsets.UTF_8));
      door = parts.add(Door.at(HERE, 8000));
      parts.add(this::endHaproxy);
      Path nerve = write("nerve.conf.json", nerve(ensemble));
      Path synapse = write("synapse.conf.json", synapse(ensemble));
      processes = starter.start(nerve, synapse, directory);
      processes.forEach(parts::add);
    } catch (Exception e) {
      parts.close();
      throw e;
    }
  }

  private interface Starter {
    List<Child> start(Path nerve, Path synapse, Path directory) throws IOException;
  }

  /** The original, by its two commands. */
  public static Pair ruby(Stage stage, Path nerve, Path synapse) throws Exception {
    return new Pair(
        stage,
        "ruby",
        (n, s, dir) ->
            List.of(
                Child.start(
                    List.of(nerve.toString(), "-c", n.toString()),
                    Map.of(),
                    dir.resolve("nerve.log")),
                Child.start(
                    List.of(synapse.toString(), "-c", s.toString()),
                    Map.of(),
                    dir.resolve("synapse.log"))));
  }

  /** Ours, both in one process as in a pod. */
  public static Pair ours(Stage stage) throws Exception {
    return new Pair(
        stage,
        "ours",
        (n, s, dir) ->
            List.of(
                io.smartstack.bench.parts.Sidecar.start(
                        dir, HERE, List.of("sidecar", "-n", n.toString(), "-s", s.toString()))
                    .process()));
  }

  /** The service comes; milliseconds from the check's answer until HAProxy routes to it. */
  public double up() throws Exception {
    return await(door.turn(true), true);
  }

  /**
   * The service goes; milliseconds from the check's answer until HAProxy no longer routes to it.
   */
  public double down() throws Exception {
    return await(door.turn(false), false);
  }

  /** How often HAProxy was reloaded. */
  public double reloads() throws IOException {
    Path log = directory.resolve("reloads");
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }

  /** PSS of Nerve and Synapse, without HAProxy. */
  public double mebibytes() throws IOException {
    double sum = 0;
    for (Child process : processes) {
      sum += Processes.pssMebibytes(process.pid());
    }
    return sum;
  }

  private double await(long from, boolean routable) throws Exception {
    while (isRoutable() != routable) {
      if (System.nanoTime() - from > PATIENCE_NANOS) {
        throw new TimeoutException("HAProxy did not act within 60 s; see " + directory);
      }
      Thread.sleep(5);
    }
    return Times.millis(from, System.nanoTime());
  }

  private boolean isRoutable() {
    return ask("show stat")
        .lines()
        .filter(line -> line.startsWith(NAME + ",") && line.contains("node"))
        // "UP 1/3" until its first check, and gets requests.
        .anyMatch(
            line -> line.contains(",UP,") || line.contains(",UP ") || line.contains(",no check,"));
  }

  private String ask(String command) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return "";
    }
  }

  private static String nerve(Ensemble ensemble) {
    ConfigText.Place place = new ConfigText.Place(HERE, 8000, ensemble.json());
    return ConfigText.nerve("node", List.of(ConfigText.nerveService(NAME, place, false)));
  }

  private String synapse(Ensemble ensemble) throws IOException {
    Path file = directory.resolve("haproxy.cfg");
    Path pid = directory.resolve("haproxy.pid");
    Path reload =
        write(
            "reload",
            """
            #!/bin/sh
            PATH=$PATH:/usr/sbin:/usr/local/sbin
            echo reload >>%s
            exec haproxy -D -f %s -p %s -sf $(cat %s 2>/dev/null)
            """
                .formatted(directory.resolve("reloads"), file, pid, pid));
    return """
    {"services": {"%s": {
       "discovery": {"method": "zookeeper", "path": "%s", "hosts": [%s]},
       "haproxy": {"port": 4000, "server_options": "weight 1", "listen": ["mode http"]}}},
     "haproxy": {
       "bind_address": "%s", "config_file_path": "%s", "socket_file_path": "%s",
       "do_writes": true, "do_reloads": true, "do_socket": true, "reload_command": "sh %s",
       "global": ["maxconn 256", "stats socket %s mode 666 level admin"],
       "defaults": ["mode http", "timeout connect 5s", "timeout client 1m", "timeout server 1m", "balance roundrobin"],
       "extra_sections": {}}}
    """
        .formatted(
            NAME, ConfigText.path(NAME), ensemble.json(), HERE, file, socket, reload, socket);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private void endHaproxy() {
    for (long pid : Processes.below(directory, "haproxy")) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() {
    parts.close();
  }
}
