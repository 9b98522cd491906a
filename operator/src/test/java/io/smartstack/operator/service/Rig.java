// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.Operator;
import io.smartstack.apiserver.ApiServer;
import io.smartstack.apiserver.AuditLog;
import io.smartstack.apiserver.Kubelet;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.crd.v1.SmartServiceStatus;
import io.smartstack.crd.v1.SmartStack;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import io.smartstack.operator.registry.Registries;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * A namespace on the real API server where the reconciler runs as a service account that may do
 * what it needs and nothing more, and where the test plays kubelet and webhook.
 */
final class Rig implements AutoCloseable {

  private static final AtomicInteger ADDRESSES = new AtomicInteger();
  private static final String RIGHTS =
      """
      apiVersion: v1
      kind: List
      items:
      - apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: service-room}
        rules:
        - {apiGroups: [smartstack.io], resources: [smartservices, zookeeperensembles], verbs: [get, list, watch]}
        - {apiGroups: [smartstack.io], resources: [smartservices/status], verbs: [patch]}
        - {apiGroups: [""], resources: [pods], verbs: [get, list, watch, patch]}
        - {apiGroups: [""], resources: [pods/eviction], verbs: [create]}
        - {apiGroups: [""], resources: [configmaps], verbs: [get, list, watch, create, patch, delete]}
      """;

  final ApiServer server = ApiServer.shared();
  final KubernetesClient admin = server.admin();
  final Kubelet kubelet = new Kubelet(admin);
  final String namespace;
  final RecordedEvents events = new RecordedEvents();

  /** Whether the API server reaches the webhook. */
  final AtomicBoolean reached = new AtomicBoolean(true);

  private final String user;
  private final KubernetesClient client;
  private @Nullable Operator operator;
  private @Nullable Registries registries;

  private Rig(String name) {
    server.kubectl("apply", "--server-side", "-f", Path.of("..", "crds").toString());
    server.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s");
    soon().ignoreExceptions().until(() -> listed(SmartService.class));
    soon().ignoreExceptions().until(() -> listed(ZooKeeperEnsemble.class));
    apply(RIGHTS);
    namespace = server.newNamespace(name);
    apply(
        """
        apiVersion: v1
        kind: List
        items:
        - {apiVersion: v1, kind: ServiceAccount, metadata: {name: op, namespace: %1$s}}
        - apiVersion: rbac.authorization.k8s.io/v1
          kind: RoleBinding
          metadata: {name: op, namespace: %1$s}
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: service-room}
          subjects: [{kind: ServiceAccount, name: op, namespace: %1$s}]
        """
            .formatted(namespace));
    user = "system:serviceaccount:" + namespace + ":op";
    client = server.clientFor(namespace, "op");
  }

  // A definition is Established some moments before watches of its resources work.
  private <T extends HasMetadata> boolean listed(Class<T> type) {
    admin
        .resources(type)
        .inAnyNamespace()
        .list(new ListOptionsBuilder().withResourceVersion("0").build());
    return true;
  }

  static Rig start(String name) {
    Rig rig = new Rig(name);
    rig.operator();
    return rig;
  }

  /** Starts an operator that knows nothing of earlier ones, which end. */
  void operator() {
    end();
    Registries reading = new Registries(InstantSource.system());
    Operator running =
        new Operator(it -> it.withKubernetesClient(client).withCloseClientOnStop(false));
    running.register(
        new ServiceReconciler(
            client, events, reading, reached::get, "cluster.local", "1.0", InstantSource.system()),
        it -> it.settingNamespace(namespace));
    running.start();
    registries = reading;
    operator = running;
  }

  /** With the operator's rights. */
  Unused unused() {
    return new Unused(client);
  }

  private void end() {
    if (operator != null) {
      operator.stop();
    }
    if (registries != null) {
      registries.close();
    }
  }

  void apply(String yaml) {
    Serialization.<KubernetesList>unmarshal(yaml, KubernetesList.class)
        .getItems()
        .forEach(it -> admin.resource(it).forceConflicts().serverSideApply());
  }

  /** Makes a SmartService, or changes its spec. */
  SmartService service(String name, String spec) {
    SmartService service =
        Serialization.unmarshal(
            """
            apiVersion: smartstack.io/v1
            kind: SmartService
            metadata: {name: %s, namespace: %s}
            spec: %s
            """
                .formatted(name, namespace, spec),
            SmartService.class);
    return admin.resource(service).forceConflicts().serverSideApply();
  }

  /** A pod as the webhook leaves it: with its sidecar, or without. */
  Pod pod(String name, String service, boolean injected) {
    var builder =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .addToLabels(SmartStack.SERVICE, service)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("app")
            .withImage("app:1")
            .endContainer()
            .endSpec();
    if (injected) {
      builder
          .editSpec()
          .addNewInitContainer()
          .withName("smartstack")
          .withImage("sidecar:1")
          .withRestartPolicy("Always")
          .endInitContainer()
          .endSpec();
    }
    return builder.build();
  }

  /** Has a pod run and be ready on node-1. */
  Pod run(Pod pod) {
    Pod made = admin.resource(pod).create();
    kubelet.bind(made, "node-1");
    return kubelet.ready(made, address());
  }

  static String address() {
    int number = ADDRESSES.incrementAndGet();
    return "127.72.%d.%d".formatted(number / 250 + 1, number % 250 + 1);
  }

  SmartServiceStatus status(String service) {
    SmartService now =
        admin.resources(SmartService.class).inNamespace(namespace).withName(service).get();
    SmartServiceStatus none =
        new SmartServiceStatus(
            null, null, null, null, null, null, null, null, null, null, null, null, null);
    return now == null ? none : Objects.requireNonNullElse(now.getStatus(), none);
  }

  SmartServiceStatus until(String service, Predicate<SmartServiceStatus> fits) {
    return soon().until(() -> status(service), fits);
  }

  /** {@code True Serving}, for instance; empty while there is no such condition. */
  static String condition(SmartServiceStatus status, String type) {
    return Objects.requireNonNullElse(status.conditions(), List.<Condition>of()).stream()
        .filter(it -> it.getType().equals(type))
        .map(it -> it.getStatus() + " " + it.getReason())
        .findFirst()
        .orElse("");
  }

  static String message(SmartServiceStatus status, String type) {
    return Objects.requireNonNullElse(status.conditions(), List.<Condition>of()).stream()
        .filter(it -> it.getType().equals(type))
        .map(Condition::getMessage)
        .findFirst()
        .orElse("");
  }

  void awaitCondition(String service, String type, String fits) {
    soon()
        .untilAsserted(() ->
            assertThat(condition(status(service), type))
                .as(message(status(service), type))
                .isEqualTo(fits));
  }

  @Nullable ConfigMap configMap(String name) {
    return admin.configMaps().inNamespace(namespace).withName(name).get();
  }

  ConfigMap awaitConfigMap(String name) {
    ConfigMap map = soon().until(() -> configMap(name), Objects::nonNull);
    return Objects.requireNonNull(map);
  }

  String fingerprint(String configMap) {
    return Objects.requireNonNull(
        awaitConfigMap(configMap).getMetadata().getAnnotations().get(SmartStack.CONFIG));
  }

  @Nullable String annotation(Pod pod) {
    var annotations = admin.resource(pod).require().getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(SmartStack.CONFIG);
  }

  /** What the operator asked to write since the mark. */
  List<AuditLog.Write> writesSince(AuditLog.Mark mark) {
    return server.audit().writesSince(mark).stream().filter(it -> it.user().equals(user)).toList();
  }

  static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(100));
  }

  @Override
  public void close() {
    end();
    client.close();
    admin.namespaces().withName(namespace).delete();
  }
}
