// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import static io.smartstack.sidecar.synapse.RunningSynapse.PATIENCE;
import static io.smartstack.sidecar.synapse.Services.base;
import static io.smartstack.sidecar.synapse.Services.defaultServer;
import static io.smartstack.sidecar.synapse.Services.payload;
import static io.smartstack.sidecar.synapse.Services.service;
import static io.smartstack.sidecar.synapse.Services.synapse;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.synapse.SynapseStatus.DiscoveryState;
import io.smartstack.sidecar.synapse.SynapseStatus.LeftOut;
import io.smartstack.sidecar.synapse.SynapseStatus.Source;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.Test;

/** Discovery against a real ZooKeeper that stays up. */
class DiscoveryIT extends RealRegistry {

  private static final String PARSE_FAILED = "synapse.watcher.zk.parse_child_failed";

  @Test
  void aRegistrationAsRubyNerveWritesItIsUsed() throws Exception {
    String ruby = "{\"host\":\"192.168.11.102\",\"port\":8000,\"name\":\"service_a_node_1\"}";
    register("service_a_node_1_", ruby.getBytes(UTF_8));

    try (RunningSynapse running = start()) {
      running.awaitNames("s", "service_a_node_1");
      assertThat(running.told.getLast().getFirst().backends())
          .containsExactly(
              new Backend(
                  "service_a_node_1", "192.168.11.102", Port.of(8000), 0L, null, null, null, true));
      assertThat(running.synapse.started()).isTrue();
      assertThat(running.status("s").discovery()).isEqualTo(DiscoveryState.CURRENT);
      assertThat(running.status("s").backends().getFirst().source()).isEqualTo(Source.DISCOVERED);
    }
  }

  @Test
  void aChangeOfOneZnodeCostsOneReadAndADepartureNone() throws Exception {
    IntStream.range(0, 30).forEach(i -> register("n" + i + "_", payload("n" + i, 8000)));
    try (RunningSynapse running = start()) {
      awaitCount(running, 30);
      int reads = proxy.reads();
      int listings = proxy.listings();

      String created = register("new_", payload("new", 8000));
      awaitCount(running, 31);
      assertThat(proxy.reads() - reads).isEqualTo(1);

      nerve.setData().forPath(created, payload("renamed", 8000));
      await().atMost(PATIENCE).until(() -> requireNonNull(running.names("s")).contains("renamed"));
      assertThat(proxy.reads() - reads).isEqualTo(2);

      nerve.delete().forPath(created);
      awaitCount(running, 30);
      assertThat(proxy.reads() - reads).isEqualTo(2);
      assertThat(proxy.listings()).isEqualTo(listings);
    }
  }

  @Test
  void pathEncodedNamesCostNoRead() throws Exception {
    IntStream.range(0, 5).forEach(i -> register(encoded("n" + i), payload("n" + i, 8000)));
    try (RunningSynapse running = start()) {
      awaitCount(running, 5);
      // The one read is the parent's, for the generator configuration.
      assertThat(proxy.reads()).isEqualTo(1);

      String created = register(encoded("new"), payload("new", 8000));
      awaitCount(running, 6);
      nerve.delete().forPath(created);
      awaitCount(running, 5);
      assertThat(proxy.reads()).isEqualTo(1);
      assertThat(proxy.listings()).isEqualTo(1);
    }
  }

  @Test
  void aThousandRegistrationsAreLoaded() throws Exception {
    IntStream.range(0, 1000).forEach(i -> register("n_", payload("n" + i, 8000)));
    try (RunningSynapse running = start()) {
      awaitCount(running, 1000);
      assertThat(running.told.getLast().getFirst().backends())
          .isSortedAccordingTo(comparing(backend -> requireNonNull(backend.id())));
    }
  }

  @Test
  void aCorruptRegistrationIsLeftOutNamedAndCountedUntilItIsMended() throws Exception {
    register("good_", payload("good", 8000));
    String bad = register("bad_", "{\"host\":".getBytes(UTF_8));
    try (RunningSynapse running = start()) {
      running.awaitNames("s", "good");
      assertThat(running.status("s").leftOut())
          .extracting(LeftOut::znode)
          .containsExactly(bad.substring(bad.lastIndexOf('/') + 1));
      assertThat(running.meters.counter(PARSE_FAILED, "service", "s").count()).isEqualTo(1);

      register("other_", payload("other", 8000));
      running.awaitNames("s", "good", "other");

      nerve.setData().forPath(bad, payload("mended", 8000));
      running.awaitNames("s", "good", "mended", "other");
      assertThat(running.status("s").leftOut()).isEmpty();
      assertThat(running.meters.counter(PARSE_FAILED, "service", "s").count()).isEqualTo(1);
    }
  }

  @Test
  void backendsThatVanishTogetherAreAllKeptAndTheFirstToReturnIsUsedAlone() throws Exception {
    List<String> znodes = List.of(registered("a"), registered("b"), registered("c"));
    try (LogLines log = new LogLines();
        RunningSynapse running = start()) {
      running.awaitNames("s", "a", "b", "c");
      assertThat(log.lines()).contains("synapse: discovered 3 backends for service s");

      for (String znode : znodes) {
        nerve.delete().forPath(znode);
      }
      await()
          .atMost(PATIENCE)
          .until(() -> running.status("s").backends().stream().allMatch(b -> b.stale()));

      assertThat(running.names("s")).containsExactlyInAnyOrder("a", "b", "c");
      assertThat(running.status("s").backends())
          .allSatisfy(backend -> assertThat(backend.source()).isEqualTo(Source.PREVIOUS));
      assertThat(log.lines())
          .anySatisfy(line ->
              assertThat(line)
                  .startsWith(
                      "synapse: no backends for service s and no default servers for service"
                          + " s; using previous backends: [{\"name\"=>\"a\", \"host\"=>"));

      registered("b");
      running.awaitNames("s", "b");
    }
  }

  @Test
  void nothingIsKeptWherePreviousBackendsAreNotWanted() throws Exception {
    String znode = registered("a");
    try (RunningSynapse running =
        new RunningSynapse(synapse(service("s", here()).withoutPrevious()))) {
      running.awaitNames("s", "a");
      nerve.delete().forPath(znode);
      running.awaitNames("s");
    }
  }

  @Test
  void defaultServersStandInWhenAllAreGone() throws Exception {
    String znode = registered("a");
    try (RunningSynapse running =
        new RunningSynapse(
            synapse(
                service("s", here()).defaults(defaultServer("d")),
                base("only-defaults").defaults(defaultServer("e"))))) {
      running.awaitNames("s", "a");
      running.awaitNames("only-defaults", "e");
      nerve.delete().forPath(znode);
      running.awaitNames("s", "d");
      assertThat(running.status("s").backends().getFirst().stale()).isFalse();
    }
  }

  @Test
  void aRegistrationAndItsSuccessorChangePlacesUnseen() throws Exception {
    String old = registered("a");
    registered("b");
    try (RunningSynapse running = start()) {
      running.awaitNames("s", "a", "b");
      for (int i = 0; i < 100; i++) {
        old =
            nerve
                .transaction()
                .forOperations(
                    nerve
                        .transactionOp()
                        .create()
                        .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
                        .forPath(path + "/a_", payload("a", 8000)),
                    nerve.transactionOp().delete().forPath(old))
                .getFirst()
                .getResultPath();
      }
      long last = Long.parseLong(old.substring(old.length() - 10));
      await()
          .atMost(PATIENCE)
          .until(() ->
              running.told.getLast().getFirst().backends().stream()
                  .anyMatch(backend -> Objects.equals(backend.id(), last)));

      assertThat(running.told)
          .allSatisfy(services ->
              assertThat(RunningSynapse.names(services, "s")).containsExactlyInAnyOrder("a", "b"));
    }
  }

  private static String encoded(String name) {
    String text = Base64.getUrlEncoder().encodeToString(payload(name, 8000));
    return "base64_" + text.length() + "_" + text + "_";
  }
}
