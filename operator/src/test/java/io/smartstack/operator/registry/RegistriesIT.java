// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.IntNode;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.smartstack.apiserver.FreePort;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.registry.Registration;
import io.smartstack.sidecar.registry.ZnodeName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.CreateMode;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistriesIT {

  private static final String PATH = "/nerve/services/a.shop/services";
  private static final ResourceID SERVICE = new ResourceID("a", "shop");

  private final List<Change> changes = new CopyOnWriteArrayList<>();
  private final Registries registries = new Registries(InstantSource.system());
  private TestingServer server;
  private CuratorFramework writer;
  private EnsembleId ensemble;

  @BeforeEach
  void start() throws Exception {
    server = new TestingServer(FreePort.take(), true);
    writer = client(server);
    ensemble = new EnsembleId.Elsewhere(List.of(server.getConnectString()));
    registries.onChange(changes::add);
  }

  @AfterEach
  void stop() throws Exception {
    registries.close();
    writer.close();
    server.close();
  }

  @Test
  void backendsComeAndGoAsTheyAreRegistered() throws Exception {
    String one = register("pod-1", "10.0.0.1");
    follow(server);
    soon().until(() -> names().equals(List.of("pod-1")));
    assertThat(view().loaded()).isTrue();
    assertThat(view().backends().getFirst().address()).isEqualTo("10.0.0.1:8080");
    assertThat(view().backends().getFirst().since())
        .isEqualTo(java.time.Instant.ofEpochMilli(writer.checkExists().forPath(one).getCtime()));

    register("pod-2", "fd00::2");
    soon().until(() -> names().equals(List.of("pod-1", "pod-2")));
    assertThat(view().backends().getLast().address()).isEqualTo("[fd00::2]:8080");

    writer.delete().forPath(one);
    soon().until(() -> names().equals(List.of("pod-2")));
    assertThat(changes).contains(new Change.Services(java.util.Set.of(SERVICE)));
  }

  @Test
  void aRegistrationInAZnodesNameIsReadAndABadOneIsLeftOut() throws Exception {
    follow(server);
    byte[] payload = registration("encoded", "10.0.0.3").bytes();
    create(PATH + "/" + ZnodeName.encoded("encoded", payload), payload);
    create(PATH + "/bad_", "{\"host\":".getBytes(UTF_8));
    register("good", "10.0.0.4");
    soon().until(() -> names().equals(List.of("encoded", "good")));
  }

  @Test
  void sidecarsReportsAreReadForEveryPod() throws Exception {
    follow(server);
    String path = "/smartstack/sidecars/shop/pod-1";
    writer
        .create()
        .creatingParentsIfNeeded()
        .withMode(CreateMode.EPHEMERAL)
        .forPath(path, json("0123456789abcdef", "[\"b\",\"x.other\"]"));
    soon().until(() -> registries.report("shop", "pod-1").isPresent());
    SidecarReport report = registries.report("shop", "pod-1").orElseThrow();
    assertThat(report.calls()).containsExactlyInAnyOrder("b", "x.other");
    assertThat(report.stale()).containsExactly("b");
    assertThat(report.refused()).isNull();

    writer.setData().forPath(path, json("fedcba9876543210", "[]"));
    soon().until(() -> configs().equals(List.of("fedcba9876543210")));

    writer.setData().forPath(path, "not json".getBytes(UTF_8));
    soon().until(() -> registries.reports().isEmpty());

    writer.setData().forPath(path, json("fedcba9876543210", "[]"));
    soon().until(() -> !registries.reports().isEmpty());
    writer.delete().forPath(path);
    soon().until(() -> registries.reports().isEmpty());
    assertThat(changes).contains(new Change.Report(null, report));
  }

  @Test
  void whatWasSeenLastStaysWhileTheEnsembleIsAwayAndIsBroughtUpToDateAfterwards() throws Exception {
    String one = register("pod-1", "10.0.0.1");
    register("pod-2", "10.0.0.2");
    follow(server);
    soon().until(() -> names().size() == 2 && view().connected());

    server.stop();
    soon().until(() -> !view().connected());
    assertThat(names()).containsExactly("pod-1", "pod-2");
    assertThat(view().since()).isNotNull();

    server.restart();
    writer.delete().forPath(one);
    register("pod-3", "10.0.0.3");
    soon().until(() -> view().connected() && names().equals(List.of("pod-2", "pod-3")));
  }

  @Test
  void anEnsembleThatBeginsAnewAtTheSameAddressIsReadThoughItsTransactionsAreYounger()
      throws Exception {
    for (int i = 0; i < 20; i++) {
      register("old-" + i, "10.0.0.1");
    }
    follow(server);
    soon().until(() -> names().size() == 20);
    int port = server.getPort();
    server.close();
    try (TestingServer anew = new TestingServer(port, true);
        CuratorFramework other = client(anew)) {
      other.create().creatingParentsIfNeeded().forPath(PATH);
      soon().until(() -> view().connected() && names().isEmpty());
    }
  }

  @Test
  void anEnsembleThatMovesIsFollowedAndShowsTheLastUntilTheNewAnswers() throws Exception {
    register("old", "10.0.0.1");
    EnsembleId named = new EnsembleId.Named("shop", "zk");
    registries.follow(SERVICE, named, List.of(server.getConnectString()), PATH);
    soon().until(() -> registries.view(named, PATH).backends().size() == 1);

    try (TestingServer next = new TestingServer(FreePort.take(), true);
        CuratorFramework there = client(next)) {
      there
          .create()
          .creatingParentsIfNeeded()
          .forPath(PATH + "/new_0000000001", registration("new", "10.0.0.2").bytes());
      registries.follow(SERVICE, named, List.of(), PATH);
      assertThat(registries.view(named, PATH).connected()).isTrue();
      registries.follow(SERVICE, named, List.of(next.getConnectString()), PATH);
      assertThat(registries.view(named, PATH).backends()).hasSize(1);
      soon()
          .until(() ->
              registries.view(named, PATH).backends().stream()
                  .anyMatch(it -> it.name().equals("new")));
      assertThat(registries.view(named, PATH).backends()).hasSize(1);
      registries.close();
    }
  }

  @Test
  void nothingIsKeptOfServicesThatAreGone() {
    ResourceID other = new ResourceID("b", "shop");
    follow(server);
    registries.follow(other, ensemble, List.of(server.getConnectString()), PATH);
    soon().until(() -> view().loaded());

    registries.forget(SERVICE);
    assertThat(registries.ensembles()).containsExactly(ensemble);
    assertThat(view().loaded()).isTrue();
    registries.forget(other);
    assertThat(registries.ensembles()).isEmpty();
    assertThat(view()).isEqualTo(PathView.UNKNOWN);
  }

  @Test
  void aPathThatDoesNotExistYetIsReadAndFilledLater() throws Exception {
    follow(server);
    soon().until(() -> view().loaded());
    assertThat(view().backends()).isEmpty();
    register("pod-1", "10.0.0.1");
    soon().until(() -> names().equals(List.of("pod-1")));
  }

  private void follow(TestingServer at) {
    registries.follow(SERVICE, ensemble, List.of(at.getConnectString()), PATH);
  }

  private PathView view() {
    return registries.view(ensemble, PATH);
  }

  private List<String> names() {
    return view().backends().stream().map(RegisteredBackend::name).toList();
  }

  private List<String> configs() {
    return registries.reports().stream().map(SidecarReport::config).toList();
  }

  private String register(String name, String host) throws Exception {
    return create(PATH + "/" + ZnodeName.plain(name), registration(name, host).bytes());
  }

  private String create(String path, byte[] data) throws Exception {
    return writer
        .create()
        .creatingParentsIfNeeded()
        .withMode(CreateMode.PERSISTENT_SEQUENTIAL)
        .forPath(path, data);
  }

  private static Registration registration(String name, String host) {
    return new Registration(host, Port.of(new IntNode(8080)), name, null, null, null);
  }

  private static byte[] json(String config, String calls) {
    return "{\"config\":\"%s\",\"version\":\"1\",\"calls\":%s,\"stale\":[\"b\"],\"draining\":false}"
        .formatted(config, calls)
        .getBytes(UTF_8);
  }

  private static CuratorFramework client(TestingServer server) {
    CuratorFramework client =
        CuratorFrameworkFactory.newClient(server.getConnectString(), new RetryNTimes(100, 100));
    client.start();
    return client;
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(50));
  }
}
