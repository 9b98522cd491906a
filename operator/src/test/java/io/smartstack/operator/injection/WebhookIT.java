// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.smartstack.crd.v1.SmartStack;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real API server asks the real webhook over TLS. */
class WebhookIT {

  private final Installation installation = new Installation();
  private final KubernetesClient admin = installation.admin;
  private final String namespace = installation.namespace;
  private final Replica replica = installation.replica(installation.settings(), false);

  @BeforeEach
  void install() {
    installation.service("service-a");
    replica.certificates.becomeLeader();
    admin.resource(installation.chart(replica.server.port(), "Fail")).create();
    await().atMost(Installation.PATIENCE).until(() -> replica.server.notReady().isEmpty());
    // The API server takes a moment to use a configuration.
    await()
        .atMost(Installation.PATIENCE)
        .ignoreException(KubernetesClientException.class)
        .until(() -> isInjected(dry(pod("probe").build())));
  }

  @AfterEach
  void uninstall() {
    installation.close();
  }

  @Test
  void whetherTheApiServerReachesItIsAskedByATrialThatStoresNothing() {
    var reach = new Reach(admin, installation.system);
    await().atMost(Installation.PATIENCE).until(reach::holds);
    assertThat(admin.configMaps().inNamespace(installation.system).list().getItems())
        .noneMatch(it -> it.getMetadata().getName().startsWith("smartstack-reached"));

    replica.server.close();
    assertThat(reach.holds()).isFalse();
  }

  private PodBuilder pod(String name) {
    return Pods.like().editMetadata().withName(name).withNamespace(namespace).endMetadata();
  }

  private Pod dry(Pod pod) {
    return admin.resource(pod).dryRun().create();
  }

  private static boolean isInjected(Pod pod) {
    return "injected".equals(pod.getMetadata().getAnnotations().get(SmartStack.INJECTION));
  }

  private List<Pod> pods() {
    return admin.pods().inNamespace(namespace).list().getItems();
  }

  @Test
  void aDeploymentsPodComesOutInjectedWhereTheNamespaceIsRestricted() {
    admin
        .namespaces()
        .withName(namespace)
        .edit(it ->
            it.edit()
                .editMetadata()
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .addToLabels("pod-security.kubernetes.io/enforce-version", "latest")
                .endMetadata()
                .build());
    admin
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName("service-a")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withReplicas(2)
                .withNewSelector()
                .addToMatchLabels(SmartStack.SERVICE, "service-a")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels(SmartStack.SERVICE, "service-a")
                .endMetadata()
                .withNewSpecLike(restricted().getSpec())
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
    List<Pod> made = await().atMost(Installation.PATIENCE).until(this::pods, it -> it.size() == 2);
    assertThat(made)
        .allSatisfy(it -> {
          assertThat(it.getSpec().getInitContainers())
              .extracting(Container::getName)
              .containsExactly("haproxy", "smartstack");
          assertThat(it.getMetadata().getAnnotations())
              .containsEntry(SmartStack.INJECTION, "injected")
              .containsEntry(SmartStack.DRAIN, "protected");
          assertThat(it.getSpec().getContainers().getFirst().getLifecycle().getPreStop())
              .isNotNull();
        });
  }

  private Pod restricted() {
    return pod("x")
        .editSpec()
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withNewSeccompProfile(null, "RuntimeDefault")
        .endSecurityContext()
        .editFirstContainer()
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .endContainer()
        .endSpec()
        .build();
  }

  @Test
  void aJobsPodComesOutInjected() {
    admin
        .resource(
            new JobBuilder()
                .withNewMetadata()
                .withName("import")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels(SmartStack.SERVICE, "service-a")
                .endMetadata()
                .withNewSpecLike(pod("x").build().getSpec())
                .withRestartPolicy("Never")
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
    List<Pod> made = await().atMost(Installation.PATIENCE).until(this::pods, it -> it.size() == 1);
    assertThat(made).allMatch(WebhookIT::isInjected);
    assertThat(made.getFirst().getSpec().getInitContainers())
        .allSatisfy(it -> assertThat(it.getRestartPolicy()).isEqualTo("Always"));
  }

  @Test
  void aPodWithoutLabelNeverReachesTheWebhook() {
    double before = replica.metrics.timer("smartstack.webhook").count();
    Pod made = dry(pod("plain").editMetadata().withLabels(null).endMetadata().build());
    assertThat(made.getSpec().getInitContainers()).isEmpty();
    assertThat(replica.metrics.timer("smartstack.webhook").count()).isEqualTo((long) before);
  }

  @Test
  void anUnknownServiceIsVisibleOnThePod() {
    Pod made =
        dry(
            pod("lost")
                .editMetadata()
                .addToLabels(SmartStack.SERVICE, "service-x")
                .endMetadata()
                .build());
    assertThat(made.getMetadata().getAnnotations())
        .containsEntry(SmartStack.INJECTION, "skipped")
        .containsEntry(
            SmartStack.INJECTION_REASON,
            "namespace %s has no SmartService service-x".formatted(namespace));
    assertThat(made.getSpec().getInitContainers()).isEmpty();
  }

  @Test
  void aServiceAppliedInTheSameBreathAsItsPodIsFound() {
    for (int i = 0; i < 10; i++) {
      String name = "service-" + i;
      installation.service(name);
      Pod made =
          dry(
              pod("quick")
                  .editMetadata()
                  .addToLabels(SmartStack.SERVICE, name)
                  .endMetadata()
                  .build());
      assertThat(isInjected(made)).as(name).isTrue();
    }
  }

  @Test
  void aServiceAppliedJustAfterItsPodIsWaitedFor() throws InterruptedException {
    Thread later =
        Thread.ofVirtual()
            .start(() -> {
              await().until(() -> replica.services.waiting() == 1);
              installation.service("service-late");
            });
    Pod made =
        dry(
            pod("early")
                .editMetadata()
                .addToLabels(SmartStack.SERVICE, "service-late")
                .endMetadata()
                .build());
    later.join();
    assertThat(isInjected(made)).isTrue();
  }

  @Test
  void anInjectedPodThatIsMadeAgainComesOutTheSame() {
    Pod first = dry(pod("same").build());
    Pod copy =
        new PodBuilder(first)
            .withNewMetadataLike(first.getMetadata())
            .withResourceVersion(null)
            .withUid(null)
            .withCreationTimestamp(null)
            .withManagedFields(List.of())
            .endMetadata()
            .withStatus(null)
            .build();
    Pod second = dry(copy);
    assertThat(second.getSpec()).isEqualTo(first.getSpec());
    assertThat(second.getMetadata().getAnnotations())
        .isEqualTo(first.getMetadata().getAnnotations());
  }

  @Test
  void failClosedRefusesAPodThatShouldHaveASidecarAndCant() {
    Replica strict = installation.replica(installation.settings(), true);
    await().atMost(Installation.PATIENCE).until(() -> strict.server.notReady().isEmpty());
    installation.callsGoTo(strict);
    Pod lost =
        pod("lost")
            .editMetadata()
            .addToLabels(SmartStack.SERVICE, "service-x")
            .endMetadata()
            .build();
    await()
        .atMost(Installation.PATIENCE)
        .untilAsserted(() ->
            assertThatThrownBy(() -> dry(lost))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("smartstack refuses a pod without sidecar: namespace")
                .hasMessageContaining("has no SmartService service-x"));
    assertThat(isInjected(dry(pod("found").build()))).isTrue();
  }

  @Test
  void whatIsNoReviewIsRefusedAndCostsNothing() throws Exception {
    var door = new Door(installation.caBundle(), replica.server.port());
    assertThat(door.post("/mutate-pods", "hello").statusCode()).isEqualTo(400);
    assertThat(door.post("/mutate-pods", "{}").statusCode()).isEqualTo(400);
    assertThat(door.post("/else", "{}").statusCode()).isEqualTo(404);
    assertThat(door.get("/mutate-pods").statusCode()).isEqualTo(405);
    assertThat(door.post("/mutate-pods", " ".repeat(Bytes.MOST + 1)).statusCode()).isEqualTo(413);
    assertThat(isInjected(dry(pod("after").build()))).isTrue();
  }

  @Test
  void aReplicaThatLeavesEndsItsConnectionsAndIsNotReady() throws Exception {
    var door = new Door(installation.caBundle(), replica.server.port());
    replica.server.leave();
    assertThat(replica.server.notReady()).hasValue("the webhook is stopping");
    assertThat(door.post("/mutate-pods", "{}").headers().firstValue("Connection"))
        .hasValue("close");
    assertThat(isInjected(dry(pod("last").build()))).isTrue();
  }

  @Test
  void whenTheServerIsAwayThePolicyDecides() {
    replica.close();
    assertThatThrownBy(() -> dry(pod("closed").build()))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("pods.smartstack.io");
    admin
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(installation.configuration)
        .edit(it -> it.edit().editFirstWebhook().withFailurePolicy("Ignore").endWebhook().build());
    Pod missed =
        await()
            .atMost(Installation.PATIENCE)
            .ignoreException(KubernetesClientException.class)
            .until(() -> dry(pod("open").build()), it -> true);
    assertThat(missed.getSpec().getInitContainers()).isEmpty();
    assertThat(missed.getMetadata().getAnnotations()).doesNotContainKey(SmartStack.INJECTION);
  }
}
