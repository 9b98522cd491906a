// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.crd.v1.SmartServiceStatus;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Who works in a namespace: one thing of each kind, each when the one before has been done.
 *
 * @param zkHosts where services register
 */
record People(KubernetesClient admin, String namespace, String zkHosts, Seen seen) {

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

  /** An ensemble grows and shrinks. */
  void runAnEnsemble() {
    apply(
        "{apiVersion: smartstack.io/v1, kind: ZooKeeperEnsemble, metadata: {name: zk},"
            + " spec: {replicas: 1, storage: {reclaimPolicy: delete}}}");
    patiently("a serves").until(() -> ready("zk", 1));
    edit(ZooKeeperEnsemble.class, "zk", "{\"spec\":{\"replicas\":3}}");
    patiently("three serve").until(() -> ready("zk", 3));
    edit(ZooKeeperEnsemble.class, "zk", "{\"spec\":{\"replicas\":1}}");
    patiently("one serves")
        .until(() ->
            ready("zk", 1)
                && admin.persistentVolumeClaims().inNamespace(namespace).list().getItems().size()
                    == 1);
  }

  /** Two services are provided, one calls the other, is changed and repaired. */
  void provideServices() {
    apply(service("service-a", "nerve: {port: 8000}, synapse: {port: 3213}"));
    apply(service("service-b", "nerve: {port: 8000}, uses: [{name: service-a}]"));
    for (String service : new String[] {"service-a", "service-b"}) {
      patiently("a status").until(() -> status(service, it -> true));
      provide(service);
      patiently("it is up")
          .until(() -> status(service, it -> is(it.up(), 1) && is(it.outOfDate(), 0)));
    }
    late();
    patiently("it is missed").until(() -> status("service-b", it -> is(it.pods(), 2)));
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
  }

  /** Since nothing is refused more readily than a service whose files nobody has read. */
  private int outOfDate() {
    var found = seen.service("service-b");
    var status = found == null ? null : found.getStatus();
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
        .pollInterval(Duration.ofMillis(500))
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
    return seen.pods().stream()
        .filter(pod -> "late".equals(pod.getMetadata().getLabels().get("app")))
        .toList();
  }

  private boolean ready(String name, int members) {
    var found = seen.ensemble(name);
    return found != null
        && found.getStatus() != null
        && Integer.valueOf(members).equals(found.getStatus().readyReplicas())
        && found.getStatus().members() != null
        && found.getStatus().members().size() == members;
  }

  private boolean status(String service, Predicate<SmartServiceStatus> condition) {
    var found = seen.service(service);
    return found != null && found.getStatus() != null && condition.test(found.getStatus());
  }

  private static boolean is(@Nullable Integer number, int expected) {
    return number != null && number == expected;
  }

  private String files(String service) {
    ConfigMap map = requireNonNull(seen.configMap("smartstack-" + service));
    return map.getMetadata().getAnnotations().getOrDefault("smartstack.io/config", "");
  }

  private String told() {
    return seen.pod("service-b-1")
        .getMetadata()
        .getAnnotations()
        .getOrDefault("smartstack.io/config", "");
  }

  private ConditionFactory patiently(String what) {
    return await(what + " in " + namespace)
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(100));
  }
}
