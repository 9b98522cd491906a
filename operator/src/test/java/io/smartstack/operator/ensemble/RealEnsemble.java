// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An ensemble of real ZooKeeper processes, reconfigured by the operator. */
abstract class RealEnsemble {

  private static final AtomicInteger NETWORKS = new AtomicInteger();

  @TempDir static Path home;

  @TempDir Path disks;
  private final String network;
  EnsembleFixture fixture;
  LocalNodes nodes;

  /**
   * Each test gets addresses of its own.
   *
   * @param addresses two numbers that those of no other class begin with
   */
  RealEnsemble(String addresses) {
    network = addresses + "." + NETWORKS.incrementAndGet();
  }

  @BeforeAll
  static void install() throws Exception {
    ZooKeeperHome.in(home);
  }

  @BeforeEach
  void begin() {
    fixture = new EnsembleFixture(new LoopbackAddresses(network), new ZooKeeperMembers(() -> true));
    nodes =
        new LocalNodes(
            fixture.client(), fixture.namespace(), home.resolve("zookeeper"), disks, network);
  }

  @AfterEach
  void end() {
    fixture.close();
    nodes.close();
  }

  void loseDisks(String pod) {
    loseClaim("data-" + pod);
    fixture.client().pods().inNamespace(fixture.namespace()).withName(pod).delete();
  }

  void loseClaim(String name) {
    fixture
        .client()
        .persistentVolumeClaims()
        .inNamespace(fixture.namespace())
        .withName(name)
        .delete();
  }

  Map<String, String> uids() {
    return fixture.client().pods().inNamespace(fixture.namespace()).list().getItems().stream()
        .map(Pod::getMetadata)
        .collect(Collectors.toMap(it -> it.getName(), it -> it.getUid()));
  }

  List<String> claims() {
    return fixture
        .client()
        .persistentVolumeClaims()
        .inNamespace(fixture.namespace())
        .list()
        .getItems()
        .stream()
        .map(it -> it.getMetadata().getName())
        .toList();
  }

  SortedSet<Integer> voters() {
    int leader =
        requireNonNull(fixture.ensemble().getStatus().members()).stream()
            .filter(it -> "leader".equals(it.mode()))
            .mapToInt(it -> requireNonNull(it.id()))
            .findFirst()
            .orElseThrow();
    return requireNonNull(new ZooKeeperMembers(() -> true).ask(nodes.address(leader)).membership())
        .voters();
  }

  CuratorFramework client(String host) throws Exception {
    var curator =
        CuratorFrameworkFactory.newClient(host + ":2181", 5000, 5000, new RetryNTimes(30, 500));
    curator.start();
    curator.blockUntilConnected();
    return curator;
  }

  void write(String path, String text) throws Exception {
    try (var curator = client(nodes.address(1))) {
      curator.create().forPath(path, text.getBytes(UTF_8));
    }
  }

  boolean exists(String path) throws Exception {
    try (var curator = client(nodes.address(1))) {
      return curator.checkExists().forPath(path) != null;
    }
  }

  String read(String path) throws Exception {
    return readAt(1, path);
  }

  String readAt(int id, String path) throws Exception {
    try (var curator = client(nodes.address(id))) {
      return new String(curator.getData().forPath(path), UTF_8);
    }
  }
}
