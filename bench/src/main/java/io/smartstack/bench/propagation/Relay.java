// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.propagation;

import io.smartstack.bench.Stage;
import io.smartstack.bench.parts.Ensemble;
import io.smartstack.bench.parts.Parts;
import io.smartstack.bench.parts.Sidecar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A provider, three ZooKeeper servers, a caller: everything between a check and HAProxy. */
final class Relay implements AutoCloseable {

  private static final String NETWORK = "127.62.1";
  private static final String PROVIDER = NETWORK + ".11";
  private static final String CALLER = NETWORK + ".12";
  private static final int LOG_PORT = 5140;
  private static final int DOOR_PORT = 8000;
  private static final List<String> NAMES = List.of("plain", "path-encoded");

  private final Parts parts = new Parts();
  private final Sidecar caller;
  private final Service plain;
  private final Service encoded;

  static Relay start(Stage stage) throws Exception {
    return new Relay(stage);
  }

  private Relay(Stage stage) throws Exception {
    try {
      Ensemble ensemble = parts.add(Ensemble.start(stage.directory(), NETWORK, 256));
      String leader = ensemble.leader() + ":" + Ensemble.PORT;
      List<String> followers = ensemble.hosts().stream().filter(h -> !h.equals(leader)).toList();
      BareClient writer = parts.add(BareClient.at(followers.get(0)));
      BareClient watcher = parts.add(BareClient.at(followers.get(1)));
      for (String name : NAMES) {
        writer.ensure(ConfigText.path(name));
        String standing = "{\"host\":\"127.62.1.9\",\"port\":9,\"name\":\"standing\"}";
        writer.register(
            ConfigText.path(name) + "/standing_", standing.getBytes(StandardCharsets.UTF_8));
      }
      Ear ear = parts.add(new Ear(CALLER, LOG_PORT, heard -> {}));
      Door first = parts.add(Door.at(PROVIDER, DOOR_PORT));
      Door second = parts.add(Door.at(PROVIDER, DOOR_PORT + 1));
      provider(stage.directory().resolve("provider"), followers.get(0));
      caller = caller(stage.directory().resolve("caller"), followers.get(1));
      Path socket = caller.haproxySocket();
      plain = parts.add(new Service(NAMES.get(0), first, ear, writer, watcher, socket));
      encoded = parts.add(new Service(NAMES.get(1), second, ear, writer, watcher, socket));
    } catch (Exception e) {
      parts.close();
      throw e;
    }
  }

  private void provider(Path directory, String zookeeper) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    String server = '"' + zookeeper + '"';
    Path file = directory.resolve("nerve.conf.json");
    Files.writeString(
        file,
        ConfigText.nerve(
            "node",
            List.of(
                ConfigText.nerveService(
                    NAMES.get(0), new ConfigText.Place(PROVIDER, DOOR_PORT, server), false),
                ConfigText.nerveService(
                    NAMES.get(1), new ConfigText.Place(PROVIDER, DOOR_PORT + 1, server), true))));
    parts
        .add(Sidecar.start(directory, PROVIDER, List.of("nerve", "-c", file.toString())))
        .await("/health");
  }

  private Sidecar caller(Path directory, String zookeeper)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path file = directory.resolve("synapse.conf.json");
    Files.writeString(
        file,
        ConfigText.synapse(
            NAMES,
            new ConfigText.Place(CALLER, 4000, '"' + zookeeper + '"'),
            directory.resolve("haproxy.cfg"),
            CALLER + ":" + LOG_PORT));
    Sidecar sidecar =
        parts.add(Sidecar.start(directory, CALLER, List.of("synapse", "-c", file.toString())));
    return sidecar.await("/started").await("/ready");
  }

  Service plain() {
    return plain;
  }

  Service encoded() {
    return encoded;
  }

  /** Reloads of the caller's HAProxy so far. */
  double reloads() {
    return caller.meter("haproxy_reloads_total");
  }

  @Override
  public void close() {
    parts.close();
  }
}
