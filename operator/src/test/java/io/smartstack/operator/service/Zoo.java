// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.CreateMode;

/** A ZooKeeper, and a hand that writes into it what sidecars would. */
final class Zoo implements AutoCloseable {

  final TestingServer server;
  final CuratorFramework client;
  private final String namespace;

  Zoo(String namespace) throws Exception {
    this(namespace, new TestingServer(true));
  }

  private Zoo(String namespace, TestingServer server) {
    this.namespace = namespace;
    this.server = server;
    this.client =
        CuratorFrameworkFactory.newClient(server.getConnectString(), new RetryNTimes(100, 100));
    client.start();
  }

  /** One at the port where the operator looks for members. */
  static Zoo member(String namespace, String address) throws Exception {
    return new Zoo(
        namespace,
        new TestingServer(
            new InstanceSpec(null, 2181, -1, -1, true, -1, -1, -1, new HashMap<>(), address),
            true));
  }

  String hosts() {
    return "{hosts: [\"" + server.getConnectString() + "\"]}";
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
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
