// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.parts;

import io.smartstack.local.FourLetters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Three ZooKeeper servers, a JVM each, that write every transaction to the disk before they
 * acknowledge it (fsync), at three loopback addresses with port 2181.
 */
public final class Ensemble implements AutoCloseable {

  /** ZooKeeper's client port. */
  public static final int PORT = 2181;

  private static final int SERVERS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<String> addresses;
  private final List<Child> servers = new ArrayList<>();

  private Ensemble(String network) {
    this.addresses = IntStream.rangeClosed(1, SERVERS).mapToObj(i -> network + "." + i).toList();
  }

  /**
   * Starts three servers and waits until they serve.
   *
   * @param directory below which their data and logs go
   * @param network the first three parts of their addresses, such as {@code 127.61.0}, which nobody
   *     else here uses
   * @param heapMegabytes heap of each
   */
  public static Ensemble start(Path directory, String network, int heapMegabytes)
      throws IOException, InterruptedException {
    Ensemble ensemble = new Ensemble(network);
    try {
      for (int id = 1; id <= SERVERS; id++) {
        ensemble.servers.add(
            ensemble.server(id, directory.resolve("zookeeper" + id), heapMegabytes));
      }
      ensemble.awaitServing();
      return ensemble;
    } catch (IOException | InterruptedException | RuntimeException e) {
      ensemble.close();
      throw e;
    }
  }

  /** {@code host:port} of each server. */
  public List<String> hosts() {
    return addresses.stream().map(address -> address + ":" + PORT).toList();
  }

  /** All servers as a client wants them. */
  public String connectString() {
    return String.join(",", hosts());
  }

  /** {@code "host:port", …} as SmartStack's files have them. */
  public String json() {
    return hosts().stream().map(host -> '"' + host + '"').collect(Collectors.joining(", "));
  }

  /** The servers' processes. */
  public List<Child> servers() {
    return List.copyOf(servers);
  }

  /**
   * What a server's {@code mntr} says of one key, summed over all servers; 0 where none says it.
   */
  public long sum(String key) {
    return addresses.stream()
        .flatMap(address -> FourLetters.ask(address, "mntr").stream())
        .flatMap(String::lines)
        .filter(line -> line.startsWith(key + "\t"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(key.length() + 1)))
        .sum();
  }

  /** The address of the leader. */
  public String leader() throws IOException {
    return addresses.stream()
        .filter(address -> FourLetters.mode(address).filter("leader"::equals).isPresent())
        .findFirst()
        .orElseThrow(() -> new IOException("the ensemble has no leader"));
  }

  private Child server(int id, Path directory, int heapMegabytes) throws IOException {
    Path data = Files.createDirectories(directory.resolve("data"));
    Files.writeString(data.resolve("myid"), id + "\n");
    StringBuilder text = new StringBuilder();
    text.append("dataDir=").append(data).append('\n');
    text.append("clientPortAddress=").append(addresses.get(id - 1)).append('\n');
    text.append("clientPort=").append(PORT).append('\n');
    text.append("tickTime=2000\ninitLimit=20\nsyncLimit=10\nmaxClientCnxns=0\n");
    text.append("maxSessionTimeout=120000\nadmin.enableServer=false\n");
    text.append("4lw.commands.whitelist=ruok,srvr,mntr\n");
    for (int i = 1; i <= SERVERS; i++) {
      text.append("server.%d=%s:2888:3888\n".formatted(i, addresses.get(i - 1)));
    }
    Path file = Files.writeString(directory.resolve("zoo.cfg"), text.toString());
    List<String> options =
        List.of(
            "-Xmx" + heapMegabytes + "m",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Dsmartstack.log.level=warn",
            "-Dzookeeper.jmx.log4j.disable=true",
            "-Dzookeeper.serverCnxnFactory=org.apache.zookeeper.server.NIOServerCnxnFactory");
    return Child.start(
        Jvm.command(
            options, "org.apache.zookeeper.server.quorum.QuorumPeerMain", List.of(file.toString())),
        Map.of(),
        directory.resolve("log"));
  }

  private void awaitServing() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (addresses.stream().anyMatch(address -> FourLetters.mode(address).isEmpty())) {
      if (System.nanoTime() > deadline || servers.stream().anyMatch(server -> !server.lives())) {
        throw new IOException("ZooKeeper does not serve; see " + servers.getFirst().log());
      }
      Thread.sleep(100);
    }
  }

  @Override
  public void close() {
    servers.forEach(Child::close);
  }
}
