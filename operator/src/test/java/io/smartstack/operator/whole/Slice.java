// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.smartstack.apiserver.ApiServer;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.crd.v1.SmartServiceStatus;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import io.smartstack.operator.ensemble.ScriptedEnsemble;
import io.smartstack.operator.process.Core;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.apache.curator.framework.CuratorFramework;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * A namespace in which people do one thing of each kind, and an operator that may die of one write
 * and is then replaced by another.
 */
final class Slice implements AutoCloseable {

  private static final String LATE =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: late}
      spec:
        selector: {matchLabels: {app: late}}
        template:
          metadata: {labels: {app: late}}
          spec: {containers: [{name: late, image: 'late:1'}]}
      """;

  private final ApiServer api;
  private final KubernetesClient admin;
  private final String zkHosts;
  private final String namespace;
  private final ScriptedEnsemble ensemble = new ScriptedEnsemble();
  private final ScriptedNodes nodes;
  private final KillSwitch first;
  private @Nullable KubernetesClient client;
  private @Nullable Core operator;

  Slice(
      ApiServer api, CuratorFramework zooKeeper, String zkHosts, KillSwitch.@Nullable Point point) {
    this.api = api;
    this.admin = api.admin();
    this.zkHosts = zkHosts;
    this.namespace = api.newNamespace("crash");
    this.nodes = new ScriptedNodes(admin, zooKeeper, namespace, ensemble);
    this.first = new KillSwitch(namespace, point);
  }

  String namespace() {
    return namespace;
  }

  KillSwitch first() {
    return first;
  }

  /** Everything from nothing; the operator's end and its successor come when they come. */
  void live() {
    admin.resource(MutatingWebhook.of(namespace)).create();
    start(first);
    var successor = first.death().thenRunAsync(this::replace, Slice::apart);
    peopleWork();
    if (first.death().isDone()) {
      successor.join();
    }
  }

  /** Nothing of the dead one reaches anybody, so nobody waits for what is left of it. */
  private synchronized void replace() {
    Core dead = operator;
    KubernetesClient itsClient = client;
    start(new KillSwitch(namespace, null));
    end(dead, itsClient);
  }

  private synchronized void start(KillSwitch through) {
    var config = api.config(api.adminToken());
    KubernetesClient with =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("kill", through))
            .build();
    var core =
        new Core(
            with,
            namespace,
            MutatingWebhook.name(namespace),
            events -> ensemble.reconciler(with, events, through::write));
    client = with;
    operator = core;
    MutatingWebhook.callAt(admin, namespace, core.open());
    try {
      core.start();
    } catch (RuntimeException e) {
      if (!through.death().isDone()) {
        throw e;
      }
    }
  }

  private synchronized void stop() {
    end(operator, client);
  }

  private static void end(@Nullable Core operator, @Nullable KubernetesClient client) {
    apart(() -> {
      if (operator != null) {
        operator.close();
      }
      if (client != null) {
        client.close();
      }
    });
  }

  /** The common pool is the client's: who blocks it, blocks every answer. */
  private static void apart(Runnable task) {
    Thread.ofPlatform().daemon().start(task);
  }

  private void peopleWork() {
    apply(
        "{apiVersion: smartstack.io/v1, kind: ZooKeeperEnsemble, metadata: {name: zk},"
            + " spec: {replicas: 1, storage: {reclaimPolicy: delete}}}");
    apply(service("service-a", "nerve: {port: 8000}, synapse: {port: 3213}"));
    apply(service("service-b", "nerve: {port: 8000}, uses: [{name: service-a}]"));
    patiently("a serves").until(() -> ready("zk", 1));
    for (String service : new String[] {"service-a", "service-b"}) {
      patiently("a status").until(() -> status(service, it -> true));
      provide(service);
      patiently("it is up")
          .until(() -> status(service, it -> is(it.up(), 1) && is(it.outOfDate(), 0)));
    }
    late();
    patiently("it is missed").until(() -> status("service-b", it -> is(it.pods(), 2)));
    edit(ZooKeeperEnsemble.class, "zk", "{\"spec\":{\"replicas\":3}}");
    patiently("three serve").until(() -> ready("zk", 3));
    String before = files("service-b");
    edit(
        SmartService.class,
        "service-a",
        "{\"spec\":{\"synapse\":{\"haproxy\":{\"serverOptions\":\"check inter 1s\"}}}}");
    patiently("the files change").until(() -> !files("service-b").equals(before));
    patiently("the sidecar has them")
        .until(() -> told().startsWith(files("service-b")) && outOfDate() == 0);
    edit(SmartService.class, "service-b", "{\"spec\":{\"repair\":\"restart\"}}");
    patiently("it is evicted").until(() -> status("service-b", it -> is(it.pods(), 1)));
    edit(ZooKeeperEnsemble.class, "zk", "{\"spec\":{\"replicas\":1}}");
    patiently("one serves")
        .until(() ->
            ready("zk", 1)
                && admin.persistentVolumeClaims().inNamespace(namespace).list().getItems().size()
                    == 1);
  }

  /** Since nothing is refused more readily than a service whose files nobody has read. */
  private int outOfDate() {
    var status = smartService("service-b").getStatus();
    return status == null || status.outOfDate() == null ? -1 : status.outOfDate();
  }

  private String service(String name, String spec) {
    return ("{apiVersion: smartstack.io/v1, kind: SmartService, metadata: {name: %s},"
            + " spec: {ensemble: {hosts: ['%s']}, %s}}")
        .formatted(name, zkHosts, spec);
  }

  private void apply(String object) {
    admin.resource("---\n" + object).inNamespace(namespace).serverSideApply();
  }

  private void edit(Class<? extends HasMetadata> kind, String name, String patch) {
    admin
        .resources(kind)
        .inNamespace(namespace)
        .withName(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  /** Pods are refused until the webhook is served and trusted. */
  private void provide(String service) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(service + "-1")
            .addToLabels("smartstack.io/service", service)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("app")
            .withImage("app:1")
            .endContainer()
            .endSpec()
            .build();
    patiently("a pod")
        .until(() -> {
          try {
            admin.resource(pod).create();
            return true;
          } catch (KubernetesClientException e) {
            return false;
          }
        });
  }

  /** A pod that belongs to the service only after it was made: it has no sidecar. */
  private void late() {
    apply(LATE);
    patiently("a late pod").until(() -> !latePods().isEmpty());
    edit(
        Pod.class,
        latePods().getFirst().getMetadata().getName(),
        "{\"metadata\":{\"labels\":{\"smartstack.io/service\":\"service-b\"}}}");
  }

  private List<Pod> latePods() {
    return admin.pods().inNamespace(namespace).withLabel("app", "late").list().getItems();
  }

  private boolean ready(String name, int members) {
    var found =
        admin.resources(ZooKeeperEnsemble.class).inNamespace(namespace).withName(name).get();
    return found != null
        && found.getStatus() != null
        && Integer.valueOf(members).equals(found.getStatus().readyReplicas())
        && found.getStatus().members() != null
        && found.getStatus().members().size() == members;
  }

  private boolean status(String service, Predicate<SmartServiceStatus> condition) {
    var status = smartService(service).getStatus();
    return status != null && condition.test(status);
  }

  private SmartService smartService(String name) {
    return admin.resources(SmartService.class).inNamespace(namespace).withName(name).require();
  }

  private static boolean is(@Nullable Integer number, int expected) {
    return number != null && number == expected;
  }

  private String files(String service) {
    var map = admin.configMaps().inNamespace(namespace).withName("smartstack-" + service).require();
    return map.getMetadata().getAnnotations().getOrDefault("smartstack.io/config", "");
  }

  private String told() {
    var pod = admin.pods().inNamespace(namespace).withName("service-b-1").require();
    return pod.getMetadata().getAnnotations().getOrDefault("smartstack.io/config", "");
  }

  private ConditionFactory patiently(String what) {
    return await(what + " in " + namespace)
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(250));
  }

  @Override
  public void close() {
    nodes.close();
    stop();
    admin
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(MutatingWebhook.name(namespace))
        .delete();
    admin.namespaces().withName(namespace).delete();
  }
}
