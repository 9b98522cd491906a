// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smartstack.apiserver.ApiServer;
import io.smartstack.apiserver.FreePort;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryForever;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The operator may die at any write: just before it, or just after it and before it knows. The next
 * one brings about what there would have been without that.
 *
 * <p>Which writes there are is seen, not listed: a run without a crash names them.
 *
 * <p>The operator is the whole one each time. Its ensembles and its services get a life, and so a
 * class and a fork, of their own: neither writes because of the other's, and each crash then costs
 * half a life.
 */
abstract class CrashAtEveryWrite {

  private static final int AT_ONCE = 16;

  private final Consumer<People> life;
  private ApiServer api;
  private TestingServer server;
  private CuratorFramework zooKeeper;

  CrashAtEveryWrite(Consumer<People> life) {
    this.life = life;
  }

  @BeforeEach
  void begin() throws Exception {
    api = ApiServer.start();
    server = new TestingServer(FreePort.take());
    zooKeeper = CuratorFrameworkFactory.newClient(server.getConnectString(), new RetryForever(200));
    zooKeeper.start();
    api.kubectl("apply", "--server-side", "--force-conflicts", "-f", crd("smartservices"));
    api.kubectl("apply", "--server-side", "--force-conflicts", "-f", crd("zookeeperensembles"));
    api.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
    await("their storage is there").ignoreExceptions().until(this::listed);
  }

  private boolean listed() {
    api.admin().resources(SmartService.class).inNamespace("default").list();
    api.admin().resources(ZooKeeperEnsemble.class).inNamespace("default").list();
    return true;
  }

  private static String crd(String plural) {
    return Path.of("..", "crds", plural + ".smartstack.io-v1.yml").toString();
  }

  @AfterEach
  void end() throws Exception {
    zooKeeper.close();
    server.close();
    api.close();
  }

  @Test
  void whereverAnOperatorDiesTheNextOneComesToTheSameEnd() throws Exception {
    List<String> writes = new ArrayList<>();
    String expected;
    try (Slice slice = new Slice(api, zooKeeper, server.getConnectString(), life, null)) {
      slice.live();
      expected = settled(slice);
      writes.addAll(new TreeSet<>(slice.first().writes()));
    }
    System.out.printf("%d writes:%n  %s%n", writes.size(), String.join("\n  ", writes));

    var missed = new ConcurrentSkipListSet<String>();
    List<Callable<String>> runs =
        writes.stream()
            .flatMap(write ->
                Stream.of(new KillSwitch.Point(write, false), new KillSwitch.Point(write, true)))
            .<Callable<String>>map(point -> () -> endAfter(point, expected, missed))
            .toList();
    var differences = new ArrayList<String>();
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (Future<String> run : threads.invokeAll(runs)) {
        differences.add(run.get());
      }
    }
    System.out.printf(
        "%d crashes, and %d that didn't come about because that write wasn't asked for again: %s%n",
        runs.size() - missed.size(), missed.size(), missed);
    assertThat(differences).filteredOn(it -> !it.isEmpty()).isEmpty();
    assertThat(missed.size()).as("crashes that didn't come about").isLessThan(runs.size() / 3);
  }

  /** What went wrong, empty when nothing did. */
  private String endAfter(
      KillSwitch.Point point, String expected, ConcurrentSkipListSet<String> missed) {
    try (Slice slice = new Slice(api, zooKeeper, server.getConnectString(), life, point)) {
      try {
        slice.live();
        await(point.toString())
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofSeconds(1))
            .untilAsserted(() -> assertThat(State.of(api, slice.namespace())).isEqualTo(expected));
        return "";
      } catch (RuntimeException | AssertionError e) {
        System.out.println(point + ": " + e);
        return point + ": " + e;
      } finally {
        if (!slice.first().death().isDone()) {
          missed.add(point.toString());
        }
      }
    }
  }

  /** The state when it is the same for some seconds. */
  private String settled(Slice slice) {
    var last = new String[] {""};
    await("no more changes")
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> {
          String before = last[0];
          last[0] = State.of(api, slice.namespace());
          return before.equals(last[0]);
        });
    return last[0];
  }
}
