// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import static io.smartstack.operator.service.Rig.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.smartstack.apiserver.AuditLog;
import io.smartstack.crd.v1.BackendStatus;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.operator.compile.Compiler;
import io.smartstack.operator.compile.Files;
import io.smartstack.operator.compile.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceIT {

  private Rig rig;
  private Zoo zoo;

  @BeforeEach
  void start() throws Exception {
    rig = Rig.start("service");
    zoo = new Zoo(rig.namespace);
  }

  @AfterEach
  void stop() throws Exception {
    rig.close();
    zoo.close();
  }

  @Test
  void aServiceBecomesAConfigMapWithItsTwoFiles() {
    SmartService b = rig.service("b", spec("nerve: {port: 8080}, synapse: {port: 3220}"));
    SmartService a = rig.service("a", spec("nerve: {port: 8080}, uses: [{name: b}]"));

    Files files =
        Objects.requireNonNull(
            new Compiler(Surroundings.inCluster("cluster.local"))
                .compile(List.of(a), _ -> Optional.of(b), null)
                .files());
    soon()
        .untilAsserted(() ->
            assertThat(rig.awaitConfigMap("smartstack-a").getData())
                .containsOnlyKeys(Files.NERVE, Files.SYNAPSE)
                .containsEntry(Files.NERVE, files.nerve())
                .containsEntry(Files.SYNAPSE, files.synapse()));
    assertThat(rig.fingerprint("smartstack-a")).isEqualTo(files.fingerprint());
    var metadata = rig.awaitConfigMap("smartstack-a").getMetadata();
    assertThat(metadata.getOwnerReferences())
        .extracting(it -> it.getKind() + "/" + it.getName() + "/" + it.getUid())
        .containsExactly("SmartService/a/" + a.getMetadata().getUid());
    assertThat(metadata.getLabels()).containsEntry("smartstack.io/service", "a");
    rig.until("a", it -> files.fingerprint().equals(it.configuration()));
    assertThat(rig.events.has("SmartService/a", "ConfigurationChanged")).isFalse();

    rig.service("a", spec("nerve: {port: 8081}, uses: [{name: b}]"));
    soon().until(() -> rig.events.has("SmartService/a", "ConfigurationChanged"));
  }

  @Test
  void aConfigMapThatSomebodyChangedOrDeletedComesBack() {
    rig.service("a", spec("nerve: {port: 8080}"));
    String files = rig.fingerprint("smartstack-a");
    rig.admin
        .configMaps()
        .inNamespace(rig.namespace)
        .withName("smartstack-a")
        .edit(it -> {
          it.getData().put(Files.NERVE, "{}");
          return it;
        });
    soon().until(() -> files.equals(actual("smartstack-a")));
    rig.admin.configMaps().inNamespace(rig.namespace).withName("smartstack-a").delete();
    soon().until(() -> files.equals(actual("smartstack-a")));
  }

  @Test
  void theStatusIsWhatZooKeeperShowsNow() throws Exception {
    rig.service("a", spec("nerve: {port: 8080}, synapse: {port: 3213}"));
    rig.run(rig.pod("a-1", "a", true));
    zoo.report("a-1", rig.fingerprint("smartstack-a"), List.of(), List.of());
    rig.awaitCondition("a", "Ready", "False NoneRegistered");

    String znode = zoo.register("a", "a-1", "127.72.0.1");
    zoo.register("a", "vm-1", "127.72.0.2");
    zoo.report("b-1", "x", List.of("a"), List.of("a"));
    var status = rig.until("a", it -> Objects.equals(it.up(), 2) && Objects.equals(it.stale(), 1));
    assertThat(status.backends())
        .extracting(BackendStatus::name, BackendStatus::address, BackendStatus::node)
        .containsExactly(
            tuple("a-1", "127.72.0.1:8080", "node-1"), tuple("vm-1", "127.72.0.2:8080", null));
    assertThat(status.callers()).isEqualTo(1);
    assertThat(status.pods()).isEqualTo(1);
    rig.awaitCondition("a", "Ready", "True Serving");
    rig.awaitCondition("a", "Degraded", "True StaleCallers");

    zoo.client.delete().forPath(znode);
    rig.until("a", it -> Objects.equals(it.up(), 1));
    soon().until(() -> rig.events.has("SmartService/a", "BackendGone"));
  }

  @Test
  void aChangeIsToldToPodsUntilTheirSidecarsHaveIt() throws Exception {
    rig.service("a", spec("nerve: {port: 8080}"));
    String old = rig.fingerprint("smartstack-a");
    Pod pod = rig.run(rig.pod("a-1", "a", true));
    zoo.report("a-1", old, List.of(), List.of());
    rig.until("a", it -> Objects.equals(it.outOfDate(), 0) && Objects.equals(it.injected(), 1));

    rig.service("a", spec("nerve: {port: 8081}"));
    String files = soon().until(() -> rig.fingerprint("smartstack-a"), it -> !it.equals(old));
    soon().until(() -> files.equals(rig.annotation(pod)));
    rig.until("a", it -> Objects.equals(it.outOfDate(), 1));
    soon().until(() -> (files + ".1").equals(rig.annotation(pod)));
    soon().until(() -> (files + ".2").equals(rig.annotation(pod)));

    zoo.report("a-1", files, List.of(), List.of());
    rig.until("a", it -> Objects.equals(it.outOfDate(), 0));
    assertThat(rig.annotation(pod)).isEqualTo(files + ".2");
  }

  @Test
  void aSteadyClusterCausesNoWritesNorDoesAnOperatorThatStartsAnew() throws Exception {
    rig.service("b", spec("nerve: {port: 8080}, synapse: {port: 3220}"));
    rig.service("a", spec("nerve: {port: 8080}, uses: [{name: b}]"));
    soon()
        .until(
            () -> rig.awaitConfigMap("smartstack-a").getData().get(Files.SYNAPSE),
            it -> it != null && it.contains("\"b\""));
    zoo.report("a-1", rig.fingerprint("smartstack-a"), List.of("b"), List.of());
    rig.until("b", it -> Objects.equals(it.callers(), 1));
    Pod pod = rig.run(rig.pod("a-1", "a", true));
    zoo.register("a", "a-1", "127.72.0.1");
    rig.awaitCondition("a", "Ready", "True Serving");
    assertThat(rig.annotation(pod)).as("told nothing, as it has the files").isNull();
    quiet();

    rig.operator();
    AuditLog.Mark mark = rig.server.audit().mark();
    zoo.register("a", "proof", "127.72.0.9");
    rig.until("a", it -> Objects.equals(it.up(), 2));
    assertThat(rig.writesSince(mark))
        .extracting(it -> it.verb() + " " + it.resource() + " " + it.name())
        .allMatch(it -> it.equals("patch smartservices a"))
        .hasSizeBetween(1, 2);
    quiet();
  }

  private void quiet() {
    AuditLog.Mark mark = rig.server.audit().mark();
    await()
        .during(Duration.ofSeconds(5))
        .atMost(Duration.ofSeconds(8))
        .until(() -> rig.writesSince(mark).isEmpty());
  }

  @Test
  void manyChangesInZooKeeperAreFewWrites() throws Exception {
    rig.service("a", spec("nerve: {port: 8080}, synapse: {port: 3213}"));
    rig.awaitCondition("a", "Ready", "False NoPods");
    AuditLog.Mark mark = rig.server.audit().mark();
    long began = System.nanoTime();
    for (int i = 0; i < 200; i++) {
      zoo.register("a", "vm-" + i, "127.72.0.1");
    }
    var status = rig.until("a", it -> Objects.equals(it.up(), 200));
    long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
    assertThat(status.backends()).hasSize(50);
    assertThat(rig.writesSince(mark).size()).isBetween(1, (int) seconds + 3);
  }

  @Test
  void aPodOfSeveralServicesGetsFilesOfItsOwn() throws Exception {
    rig.service("a", spec("nerve: {port: 8080}"));
    rig.service("b", spec("nerve: {port: 8090}"));
    Pod several = rig.pod("ab-1", "a", true);
    several.getMetadata().setAnnotations(new java.util.HashMap<>());
    several.getMetadata().getAnnotations().put("smartstack.io/services", "a,b");
    rig.run(several);

    String name = new io.smartstack.operator.compile.PodServices(List.of("a", "b")).configMap();
    String first = rig.fingerprint(name);
    assertThat(rig.awaitConfigMap(name).getData().get(Files.NERVE)).contains("8080", "8090");
    assertThat(rig.awaitConfigMap(name).getMetadata().getOwnerReferences()).hasSize(2);
    zoo.report("ab-1", first, List.of(), List.of());
    rig.until("b", it -> Objects.equals(it.pods(), 1) && Objects.equals(it.outOfDate(), 0));

    rig.service("b", spec("nerve: {port: 8091}"));
    soon().until(() -> !rig.fingerprint(name).equals(first));
    soon().until(() -> rig.fingerprint(name).equals(rig.annotation(several)));
    rig.until("b", it -> Objects.equals(it.outOfDate(), 1));

    rig.admin.resources(SmartService.class).inNamespace(rig.namespace).withName("b").delete();
    rig.awaitCondition("a", "Degraded", "True ServiceOfPodMissing");
    assertThat(rig.awaitConfigMap(name).getData().get(Files.NERVE)).contains("8091");
  }

  @Test
  void theFilesOfServicesThatNoPodHasTogetherAnyMoreAreTakenAwayAfterAWhile() {
    rig.service("a", spec("nerve: {port: 8080}"));
    rig.service("b", spec("nerve: {port: 8090}"));
    Pod several = rig.pod("ab-1", "a", true);
    several.getMetadata().setAnnotations(Map.of("smartstack.io/services", "a,b"));
    Pod running = rig.run(several);
    String name = new io.smartstack.operator.compile.PodServices(List.of("a", "b")).configMap();
    var map = rig.awaitConfigMap(name);

    Unused unused = rig.unused();
    assertThat(unused.remove(map)).as("a pod runs with it").isFalse();
    rig.admin.resource(running).withGracePeriod(0).delete();
    soon().until(() -> rig.admin.resource(running).get() == null);
    Map<String, Instant> since = new HashMap<>();
    Instant now = Instant.parse("2030-01-01T12:00:00Z");
    assertThat(unused.sweep(List.of(map), since, now)).isEqualTo(now.plus(Unused.PATIENCE));
    assertThat(rig.configMap(name)).isNotNull();
    assertThat(unused.sweep(List.of(map), since, now.plus(Unused.PATIENCE))).isNull();
    assertThat(rig.configMap(name)).isNull();
    assertThat(rig.configMap("smartstack-a")).isNotNull();
  }

  @Test
  void aPausedServiceIsLeftAlone() {
    rig.service("a", spec("nerve: {port: 8080}"));
    String files = rig.fingerprint("smartstack-a");
    rig.awaitCondition("a", "Degraded", "False AsWanted");
    pause("true");
    rig.awaitCondition("a", "Paused", "True PausedByAnnotation");

    AuditLog.Mark mark = rig.server.audit().mark();
    rig.service("a", spec("nerve: {port: 8081}"));
    rig.service("other", spec("nerve: {port: 8081}"));
    rig.awaitConfigMap("smartstack-other");
    assertThat(rig.writesSince(mark))
        .noneMatch(it -> it.resource().equals("configmaps") && it.name().equals("smartstack-a"));
    assertThat(rig.fingerprint("smartstack-a")).isEqualTo(files);

    pause(null);
    soon().until(() -> !rig.fingerprint("smartstack-a").equals(files));
    rig.awaitCondition("a", "Paused", "");
  }

  private void pause(@org.jspecify.annotations.Nullable String value) {
    rig.server.kubectl(
        "annotate",
        "--overwrite",
        "smartservice/a",
        "-n",
        rig.namespace,
        "smartstack.io/paused" + (value == null ? "-" : "=" + value));
  }

  private String spec(String fields) {
    return "{ensemble: %s, %s}".formatted(zoo.hosts(), fields);
  }

  private String actual(String configMap) {
    Files files = Configuration.files(rig.configMap(configMap));
    return files == null ? "" : files.fingerprint();
  }
}
