// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import static io.smartstack.sidecar.nerve.ReportedService.MACHINE;
import static io.smartstack.sidecar.nerve.ReportedService.PARENT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smartstack.sidecar.config.ReporterConfig.NodeType;
import io.smartstack.sidecar.registry.Ensemble;
import io.smartstack.sidecar.registry.ZooKeeperServer;
import io.smartstack.sidecar.registry.ZooKeeperSessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(90)
class ZooKeeperReporterIT {

  private static final String PAYLOAD =
      "{\"host\":\"192.168.11.102\",\"port\":8000,\"name\":\"service_a_node_1\"}";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Collection<ZooKeeperSessions> opened = new ArrayList<>();
  private final Collection<Reporter> reporters = new ArrayList<>();
  private ZooKeeperServer server;
  private Ensemble ensemble;
  private ReportedService service;

  @BeforeEach
  void start() throws Exception {
    server = new ZooKeeperServer();
    service = ReportedService.at(server.hosts());
    ensemble = session(Duration.ofSeconds(30));
  }

  @AfterEach
  void stop() throws Exception {
    reporters.forEach(Reporter::close);
    opened.forEach(ZooKeeperSessions::close);
    server.close();
  }

  @Test
  void theZnodeIsWhatRubyWritesByteForByteUnderPersistentParents() throws Exception {
    Reporter reporter = up(service);

    Observer observer = new Observer(server, PARENT);
    assertThat(reporter.state().path()).isEqualTo(PARENT + "/service_a_node_1_0000000000");
    assertThat(observer.children()).containsExactly("service_a_node_1_0000000000");
    assertThat(text(observer.data("service_a_node_1_0000000000"))).isEqualTo(PAYLOAD);
    assertThat(observer.stat("service_a_node_1_0000000000").getEphemeralOwner())
        .isEqualTo(ensemble.sessionId());
    for (String parent : List.of("/nerve", "/nerve/services", PARENT)) {
      Stat stat = new Stat();
      assertThat(observer.client().getData(parent, false, stat)).as(parent).isEmpty();
      assertThat(stat.getEphemeralOwner()).as(parent + " is persistent").isZero();
    }
    assertThat(meters.timer("nerve.reporter.zk.create", "service", "simple_http_service").count())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "EPHEMERAL_SEQUENTIAL,  service_a_node_1_0000000000, true",
    "PERSISTENT_SEQUENTIAL, service_a_node_1_0000000000, false",
    "PERSISTENT,            service_a_node_1_,           false",
    "EPHEMERAL,             service_a_node_1_,           true"
  })
  void everyNodeTypeComesBackWhenDeletedAndGoesWhenTheServiceIsDown(
      NodeType type, String name, boolean ephemeral) throws Exception {
    Reporter reporter = up(service.type(type));
    Observer observer = new Observer(server, PARENT);
    assertThat(observer.children()).containsExactly(name);
    assertThat(observer.stat(name).getEphemeralOwner() != 0).isEqualTo(ephemeral);
    long created = observer.stat(name).getCzxid();

    observer.client().delete(PARENT + "/" + name, -1);

    await().atMost(5, SECONDS).until(() -> observer.children().size() == 1);
    String back = observer.children().getFirst();
    assertThat(observer.stat(back).getCzxid()).isGreaterThan(created);
    assertThat(text(observer.data(back))).isEqualTo(PAYLOAD);
    reporter.reportDown().get(10, SECONDS);
    assertThat(observer.children()).isEmpty();
    assertThat(reporter.state().registered()).isFalse();
    assertThat(reporter.state().path()).isNull();
  }

  @Test
  void withPathEncodingThePayloadIsInTheNameAndInTheData() throws Exception {
    up(service.encoded());

    Observer observer = new Observer(server, PARENT);
    String name = observer.children().getFirst();
    assertThat(name).matches("base64_84_[A-Za-z0-9_=-]{84}_0000000000");
    assertThat(text(observer.data(name))).isEqualTo(PAYLOAD);
  }

  @Test
  void anEmptiedEnsembleIsFilledAgainParentsIncluded() throws Exception {
    up(service);
    ZooKeeper client = server.client();
    client.delete(PARENT + "/service_a_node_1_0000000000", -1);
    for (String path = PARENT; !path.isEmpty(); path = path.substring(0, path.lastIndexOf('/'))) {
      deleteWithChildren(client, path);
    }

    Observer observer = new Observer(server, PARENT);
    await().atMost(5, SECONDS).until(() -> observer.children().size() == 1);
  }

  @Test
  void anExpiredSessionIsFollowedByANewZnode() throws Exception {
    Reporter reporter = up(service);
    Observer observer = new Observer(server, PARENT);
    long session = ensemble.sessionId();

    server.expire(ensemble);

    await().atMost(10, SECONDS).until(() -> observer.events().size() >= 2);
    awaitRegistered(reporter);
    String name = observer.children().getFirst();
    assertThat(observer.children()).hasSize(1);
    assertThat(observer.stat(name).getEphemeralOwner())
        .isEqualTo(ensemble.sessionId())
        .isNotEqualTo(session);
  }

  @Test
  void anOutageLongerThanTheSessionChangesNothingOthersSee() throws Exception {
    Ensemble brief = session(Duration.ofSeconds(1));
    Reporter reporter = reporter(brief, service);
    reporter.reportUp();
    awaitRegistered(reporter);
    Observer observer = new Observer(server, PARENT);

    server.stop();
    await().atMost(30, SECONDS).until(() -> brief.state() == Ensemble.State.EXPIRED);
    assertThat(reporter.state().registered()).isTrue();
    server.restart();

    await().atMost(30, SECONDS).until(() -> brief.state() == Ensemble.State.CONNECTED);
    await().atMost(30, SECONDS).until(() -> observer.children().size() == 1);
    assertThat(observer.events()).isEmpty();
    assertThat(reporter.state().registered()).isTrue();
  }

  @Test
  void whatIsReportedWhileZooKeeperIsDownIsCarriedOutWhenItIsBack() throws Exception {
    Reporter goes = up(service);
    Reporter comes = reporter(ensemble, service.port(8001));
    Observer observer = new Observer(server, PARENT);
    server.stop();
    await().atMost(30, SECONDS).until(() -> ensemble.state() != Ensemble.State.CONNECTED);

    CompletableFuture<Void> withdrawn = goes.reportDown();
    comes.reportUp();
    await().atMost(10, SECONDS).until(() -> goes.state().failures() > 1);
    assertThat(goes.state().error()).isEqualTo("loss connection");
    assertThat(withdrawn).isNotDone();
    server.restart();

    withdrawn.get(30, SECONDS);
    awaitRegistered(comes);
    assertThat(observer.children()).hasSize(1);
    assertThat(text(observer.data(observer.children().getFirst()))).contains("8001");
    assertThat(goes.state().failures()).isZero();
  }

  @Test
  void twoServicesOfOneMachineUnderOneParentDoNotTakeEachOthersZnode() throws Exception {
    Reporter one = up(service);
    Reporter copy = up(service);
    Reporter other = up(service.port(8001));

    Observer observer = new Observer(server, PARENT);
    assertThat(observer.children()).hasSize(3);
    one.reportDown().get(10, SECONDS);
    assertThat(observer.children()).hasSize(2);
    assertThat(copy.state().registered()).isTrue();
    assertThat(other.state().registered()).isTrue();
  }

  @Test
  void aZnodeOfAFormerSessionGivesWayInOneTransactionAndItsNeighbourStays() throws Exception {
    createParents();
    ZooKeeper former = server.client();
    String left =
        former.create(
            PARENT + "/" + MACHINE + "_",
            PAYLOAD.getBytes(UTF_8),
            ZooDefs.Ids.OPEN_ACL_UNSAFE,
            CreateMode.EPHEMERAL_SEQUENTIAL);
    String neighbour =
        former.create(
            PARENT + "/service_a_node_2_",
            PAYLOAD.replace("node_1", "node_2").getBytes(UTF_8),
            ZooDefs.Ids.OPEN_ACL_UNSAFE,
            CreateMode.EPHEMERAL_SEQUENTIAL);
    Observer observer = new Observer(server, PARENT);

    Reporter reporter = up(service);

    await().atMost(5, SECONDS).until(() -> observer.events().size() == 2);
    assertThat(observer.events())
        .extracting(WatchedEvent::getZxid)
        .containsOnly(observer.events().getFirst().getZxid());
    assertThat(observer.events())
        .extracting(WatchedEvent::getPath)
        .containsExactly(reporter.state().path(), left);
    assertThat(observer.children()).contains(neighbour.substring(PARENT.length() + 1)).hasSize(2);
  }

  @Test
  void aNameWithoutANumberIsTakenOverInOneTransactionToo() throws Exception {
    createParents();
    ZooKeeper former = server.client();
    former.create(
        PARENT + "/" + MACHINE + "_",
        PAYLOAD.getBytes(UTF_8),
        ZooDefs.Ids.OPEN_ACL_UNSAFE,
        CreateMode.EPHEMERAL);
    Observer observer = new Observer(server, PARENT);

    up(service.type(NodeType.EPHEMERAL));

    await().atMost(5, SECONDS).until(() -> observer.events().size() == 2);
    assertThat(observer.events())
        .extracting(WatchedEvent::getType)
        .containsExactly(EventType.NodeDeleted, EventType.NodeCreated);
    assertThat(observer.events())
        .extracting(WatchedEvent::getZxid)
        .containsOnly(observer.stat(MACHINE + "_").getCzxid());
    assertThat(observer.stat(MACHINE + "_").getEphemeralOwner()).isEqualTo(ensemble.sessionId());
  }

  @Test
  void twoProcessesWithOneNameDoNotDeposeEachOtherForEver() throws Exception {
    Reporter one = up(service);
    Reporter two = reporter(session(Duration.ofSeconds(30)), service);
    two.reportUp();
    awaitRegistered(two);
    Observer observer = new Observer(server, PARENT);

    await().atMost(10, SECONDS).until(() -> observer.children().size() == 2);
    int seen = observer.events().size();
    two.reportDown().get(10, SECONDS);
    assertThat(one.state().registered()).isTrue();
    assertThat(observer.children()).hasSize(1);
    assertThat(observer.events().size() - seen).isLessThanOrEqualTo(1);
  }

  @Test
  void aServiceThatIsDownFromTheStartLosesWhatItsPredecessorLeft() throws Exception {
    createParents();
    server
        .client()
        .create(
            PARENT + "/" + MACHINE + "_",
            PAYLOAD.getBytes(UTF_8),
            ZooDefs.Ids.OPEN_ACL_UNSAFE,
            CreateMode.EPHEMERAL_SEQUENTIAL);
    Observer observer = new Observer(server, PARENT);

    reporter(ensemble, service).reportDown().get(10, SECONDS);

    assertThat(observer.children()).isEmpty();
  }

  @Test
  void aWeightChangedBetweenTwoReportersOfOneSessionIsWrittenIntoTheSameZnode() throws Exception {
    Reporter before = up(service.weight(1));
    Observer observer = new Observer(server, PARENT);
    before.close();

    Reporter after = up(service.weight(2));

    assertThat(after.state().path()).isEqualTo(PARENT + "/service_a_node_1_0000000000");
    assertThat(text(observer.data("service_a_node_1_0000000000"))).endsWith("\"weight\":2}");
  }

  @Test
  void aWeightInTheNameChangesInOneTransaction() throws Exception {
    Reporter before = up(service.encoded().weight(1));
    Observer observer = new Observer(server, PARENT);
    before.close();

    up(service.encoded().weight(2));

    await().atMost(5, SECONDS).until(() -> observer.events().size() == 2);
    assertThat(observer.events())
        .extracting(WatchedEvent::getZxid)
        .containsOnly(observer.events().getFirst().getZxid());
    assertThat(observer.children()).hasSize(1);
  }

  @Test
  void aPersistentZnodeIsTouchedAgainAndAgainWhenItHasATtl() throws Exception {
    up(service.type(NodeType.PERSISTENT).ttl(Duration.ofMillis(300)));
    Observer observer = new Observer(server, PARENT);

    await().atMost(20, SECONDS).until(() -> observer.stat(MACHINE + "_").getVersion() >= 3);
    assertThat(text(observer.data(MACHINE + "_"))).isEqualTo(PAYLOAD);
  }

  @Test
  void whatZooKeeperRefusesIsSaidAndTriedAgainRarely() throws Exception {
    createParents();
    ZooKeeper other = server.client();
    other.create(
        PARENT + "/" + MACHINE + "_",
        "{}".getBytes(UTF_8),
        ZooDefs.Ids.OPEN_ACL_UNSAFE,
        CreateMode.EPHEMERAL);
    Reporter blocked = reporter(ensemble, service.type(NodeType.EPHEMERAL));
    blocked.reportUp();
    Reporter invalid = reporter(ensemble, service, "no/slash/at/its/start");
    invalid.reportUp();

    await().atMost(10, SECONDS).until(() -> blocked.state().error() != null);
    await().atMost(10, SECONDS).until(() -> invalid.state().error() != null);
    assertThat(blocked.state().error()).contains("NodeExists");
    assertThat(invalid.state().error()).contains("Path must start with /");
    assertThat(blocked.state().registered()).isFalse();
    other.delete(PARENT + "/" + MACHINE + "_", -1);
    await().atMost(20, SECONDS).until(() -> blocked.state().registered());
    assertThat(blocked.state().error()).isNull();
  }

  private Ensemble session(Duration timeout) {
    ZooKeeperSessions sessions = new ZooKeeperSessions(timeout);
    opened.add(sessions);
    return sessions.open(server.hosts());
  }

  private Reporter up(ReportedService reported) {
    Reporter reporter = reporter(ensemble, reported);
    reporter.reportUp();
    awaitRegistered(reporter);
    return reporter;
  }

  private Reporter reporter(Ensemble in, ReportedService reported) {
    return reporter(in, reported, PARENT);
  }

  private Reporter reporter(Ensemble in, ReportedService reported, String parent) {
    Reporter reporter = new ZooKeeperReporter(in, reported.config(parent), MACHINE, meters);
    reporters.add(reporter);
    return reporter;
  }

  private static void awaitRegistered(Reporter reporter) {
    await()
        .atMost(30, SECONDS)
        .until(() -> reporter.state().registered() && reporter.state().failures() == 0);
  }

  private void createParents() throws Exception {
    await().atMost(30, SECONDS).until(() -> ensemble.state() == Ensemble.State.CONNECTED);
    ensemble.client().create().creatingParentsIfNeeded().forPath(PARENT, new byte[0]);
  }

  // The reporter may put its znode back while its parents are being deleted.
  private static void deleteWithChildren(ZooKeeper client, String path) throws Exception {
    await()
        .atMost(10, SECONDS)
        .ignoreExceptions()
        .until(() -> {
          ZKUtil.deleteRecursive(client, path);
          return true;
        });
  }

  private static String text(byte[] data) {
    return new String(data, UTF_8);
  }
}
