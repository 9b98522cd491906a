// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A machine beside the cluster, on the network of its nodes: one container is the machine and its
 * application, a second one is the sidecar on it.
 */
final class VirtualMachine {

  private static final Path FILES = Shell.ROOT.resolve("e2e/vm");

  private final String name;
  private final String image;
  private final String zooKeeper;

  VirtualMachine(Stage stage) {
    Cluster cluster = stage.cluster();
    this.name = cluster.node("service_b_node_1") + "-vm";
    this.image = stage.caller().pod().getSpec().getContainers().getFirst().getImage();
    this.zooKeeper =
        String.join(
            "\", \"",
            List.of("zookeeper1", "zookeeper2", "zookeeper3").stream()
                .map(machine -> cluster.node(machine) + ":32181")
                .toList());
  }

  String name() {
    return name;
  }

  /** The command that starts it, with its application on port 8000. */
  String start() {
    return """
    docker run -d --name %s --network kind python:3-alpine sh -c '
      mkdir /tmp/srv; cd /tmp/srv; echo vm > whoami; touch health
      python3 -c "from http.server import *; ThreadingHTTPServer.request_queue_size = 128; \
    ThreadingHTTPServer((str(), 8000), SimpleHTTPRequestHandler).serve_forever()" &
      echo $! > /tmp/application; wait; exec sleep infinity'\
    """
        .formatted(name);
  }

  /** The command that starts Nerve, Synapse and HAProxy on it, from plain files. */
  String startSidecar() {
    String address =
        Shell.run("docker inspect --format '{{.NetworkSettings.Networks.kind.IPAddress}}' " + name)
            .strip();
    return """
    docker create --name %1$s-sidecar --network container:%1$s %2$s /opt/smartstack/bin/sidecar \
      -n /etc/nerve.conf.json -s /etc/synapse.conf.json --state-dir /run/smartstack
    docker cp -q %3$s %1$s-sidecar:/etc/
    docker cp -q %4$s %1$s-sidecar:/etc/
    docker start %1$s-sidecar\
    """
        .formatted(
            name, image, file("nerve.conf.json", address), file("synapse.conf.json", address));
  }

  private Path file(String file, String address) {
    try {
      Path written = Shell.ROOT.resolve("e2e/target/vm").resolve(file);
      Files.createDirectories(written.getParent());
      Files.writeString(
          written,
          Files.readString(FILES.resolve(file))
              .replace("ZOOKEEPER", zooKeeper)
              .replace("ADDRESS", address));
      return Shell.ROOT.relativize(written);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command that stops its application. */
  String stopApplication() {
    return "docker exec %s sh -c 'kill $(cat /tmp/application)'".formatted(name);
  }

  /**
   * The command that has it call a port of its own so often, and says how often it was answered.
   */
  String call(int port, int times) {
    return """
    docker exec %s python3 -c '
    from urllib.request import urlopen
    good = [urlopen("http://localhost:%d/whoami", timeout=5).read() for _ in range(%d)]
    print(len(good), "answers, the last by", good[-1].decode())'\
    """
        .formatted(name, port, times);
  }

  /** Whether a port of its own is answered by a service. */
  boolean reaches(int port) {
    return Shell.attempt(call(port, 1)).status() == 0;
  }

  /** Takes it away. */
  void remove() {
    Shell.attempt("docker rm -f %1$s-sidecar %1$s".formatted(name));
  }
}
