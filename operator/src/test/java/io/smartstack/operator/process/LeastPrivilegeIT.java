// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.smartstack.apiserver.ApiServer;
import io.smartstack.apiserver.AuditLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** The whole operator does its work with the rights that the chart gives it, and no others. */
final class LeastPrivilegeIT {

  private static final String CHART =
      Path.of("../helm/smartstack").toAbsolutePath().normalize().toString();

  private String home = "";
  private String apps = "";

  @Test
  void theChartsRightsAreEnoughInTheWholeClusterAndInWatchedNamespacesAlone() throws Exception {
    try (ApiServer api = ApiServer.start();
        Warnings warnings = Warnings.listen()) {
      home = api.newNamespace("home");
      apps = api.newNamespace("apps");
      AuditLog.Mark start = api.audit().mark();

      api.helm("install", "smartstack", CHART, "-n", home, "--set", "replicas=0");
      everythingWorks(api, Set.of(), "one");

      api.helm("uninstall", "smartstack", "-n", home);
      assertThat(api.kubectl("-n", home, "get", "secrets,leases", "-o", "name")).isEmpty();
      apps = api.newNamespace("apps");
      api.helm(
          "install",
          "smartstack",
          CHART,
          "-n",
          home,
          "--set",
          "replicas=0,watchNamespaces={" + apps + "}");
      everythingWorks(api, Set.of(apps), "two");

      assertThat(refusedWrites(api, start)).isEmpty();
      assertThat(warnings.refusals()).isEmpty();
    }
  }

  @Test
  void anUninstallUnderReplicasThatStillRunLeavesNothing() throws Exception {
    try (ApiServer api = ApiServer.start()) {
      home = api.newNamespace("home");
      api.helm("install", "smartstack", CHART, "-n", home, "--set", "replicas=0");
      try (Running leader = new Running(api, home, "one", Set.of());
          Running other = new Running(api, home, "two", Set.of())) {
        patiently("one leads").until(() -> leader.leads() || other.leads());
        patiently("both are ready")
            .until(() ->
                leader.ask("/readyz").statusCode() == 200
                    && other.ask("/readyz").statusCode() == 200);

        api.helm("uninstall", "smartstack", "-n", home);

        // Both look at the Lease once a second, and hear of the Secret at once.
        await("nobody makes again what was theirs")
            .during(Duration.ofSeconds(5))
            .atMost(Duration.ofSeconds(20))
            .until(() -> api.kubectl("-n", home, "get", "secrets,leases", "-o", "name").isEmpty());
      }
      assertThat(api.kubectl("-n", home, "get", "secrets,leases", "-o", "name")).isEmpty();
    }
  }

  private void everythingWorks(ApiServer api, Set<String> namespaces, String identity)
      throws Exception {
    try (Running leader = new Running(api, home, identity, namespaces)) {
      patiently("it leads").until(leader::leads);
      callByUrl(api, leader.webhookPort());
      patiently("it is ready").until(() -> leader.ask("/readyz").statusCode() == 200);
      try (Running other = new Running(api, home, identity + "-other", namespaces)) {
        patiently("so is the replica that doesn't lead")
            .until(() -> other.ask("/readyz").statusCode() == 200);
        assertThat(other.leads()).isFalse();
        anEnsembleIsMade(api);
        aServicesPodIsInjected(api);
        assertThat(OperatorCommand.run("ready", other.door("/readyz").toString())).isZero();
      }
      assertThat(leader.ask("/healthz").body()).isEqualTo("ok\n");
      assertThat(leader.ask("/metrics").body())
          .contains("smartstack_operator_leader 1.0", "operator_sdk_", "jvm_memory_used_bytes")
          .doesNotContain(apps);
      assertThat(leader.lost()).isEmpty();
    }
    assertThat(api.kubectl("-n", home, "get", "lease", "smartstack-operator", "-o", "yaml"))
        .as("the Lease is given back")
        .contains("holderIdentity: \"\"");
  }

  private void anEnsembleIsMade(ApiServer api) {
    apply(
        api,
        "{apiVersion: smartstack.io/v1, kind: ZooKeeperEnsemble, metadata: {name: zk}, spec: {}}");
    patiently("its StatefulSet")
        .until(
            () -> api.admin().apps().statefulSets().inNamespace(apps).withName("zk").get() != null);
    patiently("its status")
        .until(() ->
            api.kubectl("-n", apps, "get", "zke", "zk", "-o", "jsonpath={.status.conditions}")
                .contains("Ready"));
    patiently("its Secret")
        .until(() -> api.admin().secrets().inNamespace(apps).withName("zk-super").get() != null);
  }

  private void aServicesPodIsInjected(ApiServer api) {
    apply(
        api,
        "{apiVersion: smartstack.io/v1, kind: SmartService, metadata: {name: service-a},"
            + " spec: {ensemble: {name: zk}, nerve: {port: 8080}, synapse: {port: 3213}}}");
    patiently("its files")
        .until(() ->
            api.admin().configMaps().inNamespace(apps).withName("smartstack-service-a").get()
                != null);
    patiently("its status")
        .until(() ->
            api.kubectl(
                    "-n", apps, "get", "ssvc", "service-a", "-o", "jsonpath={.status.conditions}")
                .contains("Ready"));
    Pod pod =
        api.admin()
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withNamespace(apps)
                    .withName("service-a-1")
                    .addToLabels("smartstack.io/service", "service-a")
                    .endMetadata()
                    .withNewSpec()
                    .addNewContainer()
                    .withName("app")
                    .withImage("app:1")
                    .endContainer()
                    .endSpec()
                    .build())
            .create();
    assertThat(pod.getMetadata().getAnnotations())
        .containsEntry("smartstack.io/injection", "injected")
        .containsEntry("smartstack.io/sidecar-version", "1");
  }

  private void apply(ApiServer api, String object) {
    api.admin().resource("---\n" + object).inNamespace(apps).serverSideApply();
  }

  /** A Service has no endpoints here, so the API server calls the process itself. */
  private static void callByUrl(ApiServer api, int port) {
    String base = "/webhooks/0/clientConfig";
    api.kubectl(
        "patch",
        "mutatingwebhookconfiguration",
        "smartstack",
        "--type=json",
        "-p",
        "[{\"op\":\"replace\",\"path\":\"%s\",\"value\":{\"url\":\"https://127.0.0.1:%d/mutate-pods\"}},"
                .formatted(base, port)
            + "{\"op\":\"replace\",\"path\":\"/webhooks/0/failurePolicy\",\"value\":\"Fail\"}]");
  }

  private java.util.List<AuditLog.Write> refusedWrites(ApiServer api, AuditLog.Mark start) {
    String user = "system:serviceaccount:%s:smartstack".formatted(home);
    return api.audit().writesSince(start).stream()
        .filter(write -> write.user().equals(user) && write.code() == 403)
        .toList();
  }

  private static ConditionFactory patiently(String what) {
    return await(what).atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
  }
}
