// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smartstack.apiserver.FreePort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.jspecify.annotations.Nullable;

/** A ZooKeeper, and a hand that writes into it what sidecars would. */
final class Zoo implements AutoCloseable {

  private static final int TICK = 500;

  final CuratorFramework client;
  private final String namespace;
  private final InetSocketAddress address;
  private final Path data;
  private @Nullable ServerCnxnFactory server;

  private Zoo(String namespace, InetSocketAddress address) throws Exception {
    this.namespace = namespace;
    this.address = address;
    this.data = Files.createTempDirectory("zoo");
    start();
    this.client = CuratorFrameworkFactory.newClient(connectString(), new RetryNTimes(200, 100));
    client.start();
  }

  Zoo(String namespace) throws Exception {
    this(namespace, new InetSocketAddress("127.0.0.1", FreePort.take()));
  }

  /** One at the port where the operator looks for members. */
  static Zoo member(String namespace, String address) throws Exception {
    return new Zoo(namespace, new InetSocketAddress(address, 2181));
  }

  /** Starts it, with what it knew when it was stopped. */
  void start() throws Exception {
    ServerCnxnFactory listening = ServerCnxnFactory.createFactory(address, 60);
    listening.startup(new ZooKeeperServer(data.toFile(), data.toFile(), TICK));
    server = listening;
  }

  void stop() {
    if (server != null) {
      server.shutdown();
      server = null;
    }
  }

  private String connectString() {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  String hosts() {
    return "{hosts: [\"" + connectString() + "\"]}";
  }

  String register(String service, String pod, String address) throws Exception {
    return client
        .create()
        .creatingParentsIfNeeded()
        .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
        .forPath(
            "/nerve/services/%s.%s/services/%s_".formatted(service, namespace, pod),
            "{\"host\":\"%s\",\"port\":8080,\"name\":\"%s\"}"
                .formatted(address, pod)
                .getBytes(UTF_8));
  }

  /** A sidecar says which files it has and whom it calls. */
  void report(String pod, String files, List<String> calls, List<String> stale) throws Exception {
    client
        .create()
        .orSetData()
        .creatingParentsIfNeeded()
        .withMode(CreateMode.EPHEMERAL)
        .forPath(
            "/smartstack/sidecars/%s/%s".formatted(namespace, pod),
            json(Map.of("config", files, "version", "1.0"), calls, stale).getBytes(UTF_8));
  }

  private static String json(Map<String, String> texts, List<String> calls, List<String> stale) {
    String fields =
        texts.entrySet().stream()
            .map(it -> "\"%s\":\"%s\"".formatted(it.getKey(), it.getValue()))
            .collect(Collectors.joining(","));
    return "{%s,\"calls\":%s,\"stale\":%s,\"draining\":false}"
        .formatted(fields, array(calls), array(stale));
  }

  private static String array(List<String> texts) {
    return texts.stream().map(it -> '"' + it + '"').collect(Collectors.joining(",", "[", "]"));
  }

  @Override
  public void close() {
    client.close();
    stop();
    try (Stream<Path> files = Files.walk(data)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
