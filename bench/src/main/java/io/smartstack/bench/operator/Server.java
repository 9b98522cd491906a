// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One ZooKeeper server as a process. */
final class Server implements AutoCloseable {

  private final Process process;
  private final String address;

  private Server(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts one and returns at once. */
  static Server start(Path directory, int heapMiB, int port) throws IOException {
    Path data = Files.createDirectories(directory.resolve("zookeeper-data"));
    Path config =
        Files.writeString(
            directory.resolve("zoo.cfg"),
            """
            dataDir=%s
            clientPortAddress=127.0.0.1
            clientPort=%d
            tickTime=2000
            maxClientCnxns=0
            admin.enableServer=false
            4lw.commands.whitelist=*
            """
                .formatted(data, port));
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx%dm".formatted(heapMiB),
                "-XX:+UseSerialGC",
                "-Dzookeeper.jmx.log4j.disable=true",
                "-Dlogback.configurationFile=zookeeper-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                config.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("zookeeper.log").toFile());
    return new Server(builder.start(), "127.0.0.1:" + port);
  }

  String address() {
    return address;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    Ending.of(process, 10);
  }
}
