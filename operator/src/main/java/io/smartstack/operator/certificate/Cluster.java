// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.certificate;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Secret and the webhook configuration in the cluster: watched by all, written by one. */
final class Cluster implements AutoCloseable {

  private static final String MANAGER = "smartstack-webhook-certificate";

  private final KubernetesClient client;
  private final CertificateSettings settings;
  private final SharedIndexInformer<Secret> secrets;
  private final SharedIndexInformer<MutatingWebhookConfiguration> configurations;

  /** Watches, and calls whenever one of both is new. */
  Cluster(KubernetesClient client, CertificateSettings settings, Runnable changed) {
    this.client = client;
    this.settings = settings;
    this.secrets =
        watched(
            client.secrets().inNamespace(settings.namespace()).withName(settings.secret()),
            changed);
    this.configurations =
        watched(
            client
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(settings.configuration()),
            changed);
  }

  private static <T> SharedIndexInformer<T> watched(Informable<T> what, Runnable changed) {
    SharedIndexInformer<T> informer = what.runnableInformer(0);
    informer.exceptionHandler((started, failure) -> true);
    informer.addEventHandler(new Changes<>(changed));
    var _ = informer.start().thenRun(changed);
    return informer;
  }

  /** Whether both have been looked at since the start. */
  boolean known() {
    return secrets.hasSynced() && configurations.hasSynced();
  }

  @Nullable Secret secret() {
    return secrets.getStore().list().stream().findFirst().orElse(null);
  }

  private @Nullable MutatingWebhookConfiguration configuration() {
    return configurations.getStore().list().stream().findFirst().orElse(null);
  }

  Trust trust() {
    return Trust.of(configuration(), settings.webhooks());
  }

  Secret create(Map<String, String> data) {
    return client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(settings.secret())
                .withNamespace(settings.namespace())
                .addToLabels("app.kubernetes.io/managed-by", "smartstack-operator")
                .endMetadata()
                // As the chart has it: a type can never be changed, and the next upgrade would
                // fail.
                .withType("Opaque")
                .withData(data)
                .build())
        .create();
  }

  /** Fails with a conflict when somebody changed it since it was read. */
  void update(Secret read, Map<String, String> data) {
    var _ = client.resource(new SecretBuilder(read).withData(data).build()).update();
  }

  /** Fails with a conflict when somebody changed it since it was read. */
  void delete(Secret read) {
    var _ =
        client.resource(read).lockResourceVersion(read.getMetadata().getResourceVersion()).delete();
  }

  /**
   * Owns this one field of our webhooks: whoever installed the rest keeps it, and doesn't see a
   * difference.
   */
  void trust(String bundle) {
    MutatingWebhookConfiguration there = configuration();
    if (there == null) {
      return;
    }
    String encoded = Base64.getEncoder().encodeToString(bundle.getBytes(StandardCharsets.UTF_8));
    var trusting =
        new MutatingWebhookConfigurationBuilder()
            .withNewMetadata()
            .withName(settings.configuration())
            .endMetadata();
    for (MutatingWebhook webhook : there.getWebhooks()) {
      // One that another version of the chart doesn't have would be made, and made incomplete.
      if (settings.webhooks().contains(webhook.getName())) {
        trusting
            .addNewWebhook()
            .withName(webhook.getName())
            .withNewClientConfig()
            .withCaBundle(encoded)
            .endClientConfig()
            .endWebhook();
      }
    }
    var _ =
        client.resource(trusting.build()).fieldManager(MANAGER).forceConflicts().serverSideApply();
  }

  @Override
  public void close() {
    secrets.stop();
    configurations.stop();
  }

  private record Changes<T>(Runnable changed) implements ResourceEventHandler<T> {

    @Override
    public void onAdd(T it) {
      changed.run();
    }

    @Override
    public void onUpdate(T before, T after) {
      changed.run();
    }

    @Override
    public void onDelete(T it, boolean unknownState) {
      changed.run();
    }
  }
}
