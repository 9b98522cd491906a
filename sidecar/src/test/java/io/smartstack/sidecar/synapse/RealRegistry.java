// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import static io.smartstack.sidecar.synapse.RunningSynapse.PATIENCE;
import static io.smartstack.sidecar.synapse.Services.payload;
import static io.smartstack.sidecar.synapse.Services.service;
import static io.smartstack.sidecar.synapse.Services.synapse;
import static io.smartstack.sidecar.synapse.Services.zooKeeper;
import static org.awaitility.Awaitility.await;

import io.smartstack.sidecar.FreePort;
import io.smartstack.sidecar.config.DiscoveryConfig;
import java.time.Duration;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** A real ZooKeeper that stays up, what Nerve would write there, and a Synapse that reads it. */
@SuppressWarnings("NullAway.Init")
abstract class RealRegistry {

  static TestingServer server;
  static CuratorFramework nerve;

  CountingProxy proxy;
  String path;

  @BeforeAll
  static void startZooKeeper() throws Exception {
    server = new TestingServer(FreePort.take());
    nerve =
        CuratorFrameworkFactory.builder()
            .connectString("127.0.0.1:" + server.getPort())
            .retryPolicy(new RetryOneTime(100))
            .dontUseContainerParents()
            .build();
    nerve.start();
  }

  @AfterAll
  static void stopZooKeeper() throws Exception {
    nerve.close();
    server.close();
  }

  @BeforeEach
  void choosePath(TestInfo test) throws Exception {
    proxy = new CountingProxy(server.getPort());
    path = "/nerve/services/" + test.getTestMethod().orElseThrow().getName() + "/services";
  }

  @AfterEach
  void closeProxy() throws Exception {
    proxy.close();
  }

  DiscoveryConfig.ZooKeeper here() {
    return zooKeeper(proxy.connectString(), path);
  }

  RunningSynapse start() {
    return new RunningSynapse(synapse(service("s", here())));
  }

  String registered(String name) {
    return register(name + "_", payload(name, 8000));
  }

  String register(String prefix, byte[] payload) {
    return registerAt(path + "/" + prefix, payload);
  }

  static String registerAt(String prefix, byte[] payload) {
    try {
      return nerve
          .create()
          .creatingParentsIfNeeded()
          .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
          .forPath(prefix, payload);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static void awaitCount(RunningSynapse running, int count) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> {
          var names = running.names("s");
          return names != null && names.size() == count;
        });
  }
}
