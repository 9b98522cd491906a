// SPDX-License-Identifier: Apache-2.0
package io.smartstack.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllersIT {

  private final ApiServer server = ApiServer.shared();
  private final KubernetesClient admin = server.admin();
  private final Kubelet kubelet = new Kubelet(admin);

  @Test
  void aStatefulSetMakesItsNextPodWhenTheOneBeforeIsReady() {
    String namespace = server.newNamespace("statefulset");
    admin.resource(statefulSet(namespace)).create();
    for (int i = 0; i < 3; i++) {
      int made = i + 1;
      List<Pod> pods = soon().until(() -> pods(namespace), it -> it.size() == made);
      Pod last = pods.getLast();
      assertThat(last.getMetadata().getName()).isEqualTo("app-" + i);
      kubelet.bind(last, "node");
      kubelet.ready(last, "127.0.2." + made);
    }
    soon()
        .until(() ->
            Integer.valueOf(3)
                .equals(
                    admin
                        .resource(statefulSet(namespace))
                        .require()
                        .getStatus()
                        .getReadyReplicas()));
  }

  @Test
  void whatAnObjectOwnedGoesWithIt() {
    String namespace = server.newNamespace("owner");
    admin.resource(statefulSet(namespace)).create();
    soon().until(() -> pods(namespace).size() == 1);
    admin.resource(statefulSet(namespace)).delete();
    soon().until(() -> pods(namespace).isEmpty());
  }

  @Test
  void anAdmissionWebhookIsAskedAtItsUrl(@TempDir Path directory) throws Exception {
    String namespace = server.newNamespace("webhook");
    try (var webhook = new Webhook(directory)) {
      ValidatingWebhookConfiguration configuration =
          admin.resource(configuration(webhook, namespace)).create();
      try {
        var map = new ConfigMapBuilder().withNewMetadata().withNamespace(namespace);
        soon()
            .untilAsserted(() ->
                assertThatThrownBy(() ->
                        admin.resource(map.withGenerateName("map-").endMetadata().build()).create())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("not on loopback"));
      } finally {
        admin.resource(configuration).delete();
      }
    }
  }

  private static ValidatingWebhookConfiguration configuration(Webhook webhook, String namespace) {
    return new ValidatingWebhookConfigurationBuilder()
        .withNewMetadata()
        .withName(namespace)
        .endMetadata()
        .addNewWebhook()
        .withName("refuse.smartstack.io")
        .withSideEffects("None")
        .withAdmissionReviewVersions("v1")
        .withTimeoutSeconds(10)
        .withNewNamespaceSelector()
        .addToMatchLabels("kubernetes.io/metadata.name", namespace)
        .endNamespaceSelector()
        .withNewClientConfig()
        .withUrl(webhook.url())
        .withCaBundle(webhook.caBundle())
        .endClientConfig()
        .addNewRule()
        .withApiGroups("")
        .withApiVersions("v1")
        .withOperations("CREATE")
        .withResources("configmaps")
        .endRule()
        .endWebhook()
        .build();
  }

  private List<Pod> pods(String namespace) {
    return admin.pods().inNamespace(namespace).list().getItems();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(100));
  }

  private static StatefulSet statefulSet(String namespace) {
    return new StatefulSetBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("app")
        .endMetadata()
        .withNewSpec()
        .withReplicas(3)
        .withServiceName("app")
        .withNewSelector()
        .addToMatchLabels("app", "app")
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "app")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .withImage("app:1")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
