// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;

/** The chart's webhook for one namespace alone, failing closed. */
final class MutatingWebhook {

  private MutatingWebhook() {}

  static String name(String namespace) {
    return "smartstack-" + namespace;
  }

  static MutatingWebhookConfiguration of(String namespace) {
    return Serialization.unmarshal(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: %s}
        webhooks:
        - name: pods.smartstack.io
          admissionReviewVersions: [v1]
          sideEffects: None
          reinvocationPolicy: IfNeeded
          failurePolicy: Fail
          clientConfig: {url: 'https://127.0.0.1:1/mutate-pods'}
          rules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
          objectSelector: {matchExpressions: [{key: smartstack.io/service, operator: Exists}]}
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
        """
            .formatted(name(namespace), namespace),
        MutatingWebhookConfiguration.class);
  }

  static void callAt(KubernetesClient client, String namespace, int port) {
    client
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(name(namespace))
        .patch(
            PatchContext.of(PatchType.JSON),
            ("[{\"op\":\"replace\",\"path\":\"/webhooks/0/clientConfig/url\","
                    + "\"value\":\"https://127.0.0.1:%d/mutate-pods\"}]")
                .formatted(port));
  }
}
