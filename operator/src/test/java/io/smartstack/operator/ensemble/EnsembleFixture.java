// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import io.smartstack.apiserver.ApiServer;
import io.smartstack.crd.v1.PlacementSpec;
import io.smartstack.crd.v1.ReclaimPolicy;
import io.smartstack.crd.v1.StorageSpec;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import io.smartstack.crd.v1.ZooKeeperEnsembleSpec;
import io.smartstack.crd.v1.ZooKeeperEnsembleStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;

/** A namespace in which the reconciler runs against the real API server. */
final class EnsembleFixture implements AutoCloseable {

  static final String NAME = "zk";

  private final ApiServer server = ApiServer.shared();
  private final KubernetesClient client = server.admin();
  private final String namespace;
  private final RecordedEvents events = new RecordedEvents();
  private final EnsembleSettings settings;
  private final Members members;
  private Operator operator;

  EnsembleFixture(MemberAddresses addresses, Members members) {
    installCrd();
    this.namespace = server.newNamespace("ensemble");
    this.settings =
        new EnsembleSettings(
            "smartstack/zookeeper",
            "cluster.local",
            addresses,
            Duration.ofMillis(300),
            Duration.ofSeconds(1));
    this.members = members;
    this.operator = startOperator();
  }

  private void installCrd() {
    Path file = Path.of("..", "crds", "zookeeperensembles.smartstack.io-v1.yml");
    try (var in = Files.newInputStream(file)) {
      client.load(in).items().forEach(it -> client.resource(it).serverSideApply());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    soon().ignoreExceptions().until(() -> client.resources(ZooKeeperEnsemble.class).list() != null);
  }

  private Operator startOperator() {
    var it =
        new Operator(
            overrider -> overrider.withKubernetesClient(client).withCloseClientOnStop(false));
    it.register(
        new EnsembleReconciler(client, settings, events, InstantSource.system(), members),
        overrider -> overrider.settingNamespace(namespace));
    it.start();
    return it;
  }

  /** Another operator takes over. */
  void restartOperator() {
    operator.stop();
    operator = startOperator();
  }

  ApiServer server() {
    return server;
  }

  KubernetesClient client() {
    return client;
  }

  String namespace() {
    return namespace;
  }

  RecordedEvents events() {
    return events;
  }

  static ZooKeeperEnsembleSpec spec(int replicas, ReclaimPolicy reclaim) {
    return new ZooKeeperEnsembleSpec(
        replicas,
        "3.9.5",
        null,
        new StorageSpec(new Quantity("1Gi"), null, reclaim, false),
        null,
        null,
        // Loopback addresses are one machine's: each member keeps to its own.
        Map.of("quorumListenOnAllIPs", "false", "tickTime", "500"),
        null,
        false);
  }

  ZooKeeperEnsemble create(ZooKeeperEnsembleSpec spec) {
    var ensemble = new ZooKeeperEnsemble();
    ensemble.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(NAME).build());
    ensemble.setSpec(spec);
    return client.resource(ensemble).create();
  }

  ZooKeeperEnsemble ensemble() {
    return client
        .resources(ZooKeeperEnsemble.class)
        .inNamespace(namespace)
        .withName(NAME)
        .require();
  }

  /** Changes the spec, again when somebody else was quicker. */
  void edit(UnaryOperator<ZooKeeperEnsembleSpec> change) {
    soon()
        .ignoreExceptionsMatching(
            it -> it instanceof KubernetesClientException failed && failed.getCode() == 409)
        .until(() -> {
          ZooKeeperEnsemble now = ensemble();
          now.setSpec(change.apply(now.getSpec()));
          return client.resource(now).update() != null;
        });
  }

  static ZooKeeperEnsembleSpec replicas(ZooKeeperEnsembleSpec it, int replicas) {
    return new ZooKeeperEnsembleSpec(
        replicas,
        it.version(),
        it.image(),
        it.storage(),
        it.resources(),
        it.jvmOptions(),
        it.config(),
        it.placement(),
        it.stopped());
  }

  static ZooKeeperEnsembleSpec version(ZooKeeperEnsembleSpec it, String version) {
    return new ZooKeeperEnsembleSpec(
        it.replicas(),
        version,
        it.image(),
        it.storage(),
        it.resources(),
        it.jvmOptions(),
        it.config(),
        it.placement(),
        it.stopped());
  }

  static ZooKeeperEnsembleSpec stopped(ZooKeeperEnsembleSpec it, boolean stopped) {
    return new ZooKeeperEnsembleSpec(
        it.replicas(),
        it.version(),
        it.image(),
        it.storage(),
        it.resources(),
        it.jvmOptions(),
        it.config(),
        it.placement(),
        stopped);
  }

  static ZooKeeperEnsembleSpec placement(ZooKeeperEnsembleSpec it, PlacementSpec placement) {
    return new ZooKeeperEnsembleSpec(
        it.replicas(),
        it.version(),
        it.image(),
        it.storage(),
        it.resources(),
        it.jvmOptions(),
        it.config(),
        placement,
        it.stopped());
  }

  static ZooKeeperEnsembleSpec resources(ZooKeeperEnsembleSpec it, Map<String, String> amounts) {
    return new ZooKeeperEnsembleSpec(
        it.replicas(),
        it.version(),
        it.image(),
        it.storage(),
        new ResourceRequirementsBuilder()
            .withRequests(
                amounts.entrySet().stream()
                    .collect(
                        Collectors.toMap(Map.Entry::getKey, at -> new Quantity(at.getValue()))))
            .build(),
        it.jvmOptions(),
        it.config(),
        it.placement(),
        it.stopped());
  }

  /** Waits until the status of the newest generation is such. */
  ZooKeeperEnsembleStatus awaitStatus(Predicate<ZooKeeperEnsembleStatus> such) {
    var at =
        soon()
            .ignoreExceptions()
            .until(
                this::ensemble,
                it ->
                    it.getStatus() != null
                        && it.getMetadata()
                            .getGeneration()
                            .equals(it.getStatus().observedGeneration())
                        && such.test(it.getStatus()));
    return at.getStatus();
  }

  /** Waits until all is as wanted and nothing more is to be done. */
  ZooKeeperEnsembleStatus awaitSteady(String ready) {
    return awaitStatus(it ->
        ready.equals(it.ready())
            && List.of("Steady", "Stopped").contains(reason(it, "Progressing")));
  }

  static String reason(ZooKeeperEnsembleStatus status, String type) {
    return Optional.ofNullable(status.conditions()).orElse(List.of()).stream()
        .filter(it -> it.getType().equals(type))
        .findFirst()
        .map(it -> it.getReason())
        .orElse("");
  }

  static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100));
  }

  @Override
  public void close() {
    operator.stop();
    client.namespaces().withName(namespace).delete();
  }
}
