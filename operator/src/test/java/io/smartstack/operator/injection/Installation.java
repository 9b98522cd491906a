// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.smartstack.apiserver.ApiServer;
import io.smartstack.crd.v1.SmartStack;
import io.smartstack.operator.certificate.CertificateSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the chart installs for the webhook, for the pods of one namespace: a configuration without
 * caBundle and a service account that may do as little as in a real cluster.
 */
final class Installation {

  static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String ACCOUNT = "operator";

  final ApiServer server = ApiServer.shared();
  final KubernetesClient admin = server.admin();
  final String system = server.newNamespace("system");
  final String namespace = server.newNamespace("shop");
  final String configuration = "smartstack-" + namespace;
  private final List<Runnable> closers = new ArrayList<>();

  Installation() {
    Path crd = Path.of("..", "crds", "smartservices.smartstack.io-v1.yml");
    server.kubectl("apply", "-f", crd.toString());
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                admin
                    .apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName("smartservices.smartstack.io")
                    .get(),
            Installation::established);
    roles().forEach(it -> admin.resource(it).create());
  }

  private static boolean established(CustomResourceDefinition crd) {
    return crd.getStatus() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(it -> it.getType().equals("Established") && it.getStatus().equals("True"));
  }

  CertificateSettings settings() {
    CertificateSettings chart = CertificateSettings.of(system, "cluster.local");
    return new CertificateSettings(
        system,
        chart.secret(),
        chart.service(),
        chart.clusterDomain(),
        configuration,
        chart.webhooks(),
        List.of("127.0.0.1"),
        chart.servingLifetime(),
        chart.authorityLifetime(),
        chart.settle(),
        chart.look());
  }

  Replica replica(CertificateSettings settings, boolean failClosed) {
    var client = server.clientFor(system, ACCOUNT);
    closers.add(client::close);
    var replica = new Replica(client, settings, failClosed);
    closers.add(replica::close);
    return replica;
  }

  /** What the chart makes, and makes again at each upgrade; the url stands for the Service. */
  MutatingWebhookConfiguration chart(int port, String failurePolicy) {
    return new MutatingWebhookConfigurationBuilder()
        .withNewMetadata()
        .withName(configuration)
        .endMetadata()
        .addNewWebhook()
        .withName("pods.smartstack.io")
        .withNewClientConfig()
        .withUrl("https://127.0.0.1:%d/mutate-pods".formatted(port))
        .endClientConfig()
        .addNewRule()
        .withApiGroups("")
        .withApiVersions("v1")
        .withResources("pods")
        .withOperations("CREATE")
        .withScope("Namespaced")
        .endRule()
        .withNewObjectSelector()
        .addNewMatchExpression()
        .withKey(SmartStack.SERVICE)
        .withOperator("Exists")
        .endMatchExpression()
        .endObjectSelector()
        .withNewNamespaceSelector()
        .addToMatchLabels("kubernetes.io/metadata.name", namespace)
        .endNamespaceSelector()
        .withReinvocationPolicy("IfNeeded")
        .withFailurePolicy(failurePolicy)
        .withSideEffects("None")
        .withAdmissionReviewVersions("v1")
        .withTimeoutSeconds(5)
        .endWebhook()
        .addNewWebhook()
        .withName("reached.smartstack.io")
        .withNewClientConfig()
        .withUrl("https://127.0.0.1:%d/mutate-pods".formatted(port))
        .endClientConfig()
        .addNewRule()
        .withApiGroups("")
        .withApiVersions("v1")
        .withResources("configmaps")
        .withOperations("CREATE")
        .endRule()
        .withNewObjectSelector()
        .addToMatchLabels("smartstack.io/reached", "asked")
        .endObjectSelector()
        .withNewNamespaceSelector()
        .addToMatchLabels("kubernetes.io/metadata.name", system)
        .endNamespaceSelector()
        .withFailurePolicy("Ignore")
        .withSideEffects("None")
        .withAdmissionReviewVersions("v1")
        .withTimeoutSeconds(5)
        .endWebhook()
        .build();
  }

  void service(String name) {
    var service = Pods.service(name, Pods.spec());
    service.getMetadata().setNamespace(namespace);
    service.setSpec(Pods.callingSpec());
    admin.resource(service).create();
  }

  void callsGoTo(Replica replica) {
    admin
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(configuration)
        .edit(it -> {
          String url = "https://127.0.0.1:%d/mutate-pods".formatted(replica.server.port());
          it.getWebhooks().forEach(webhook -> webhook.getClientConfig().setUrl(url));
          return it;
        });
  }

  /** The replicas' user in the audit log. */
  String writer() {
    return "system:serviceaccount:%s:%s".formatted(system, ACCOUNT);
  }

  String caBundle() {
    return admin
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(configuration)
        .require()
        .getWebhooks()
        .getFirst()
        .getClientConfig()
        .getCaBundle();
  }

  private List<HasMetadata> roles() {
    String role = "smartstack-" + system;
    return List.of(
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withNamespace(system)
            .withName(ACCOUNT)
            .endMetadata()
            .build(),
        new RoleBuilder()
            .withNewMetadata()
            .withNamespace(system)
            .withName(role)
            .endMetadata()
            .withRules(
                rule("", "secrets", "smartstack-webhook-certificate", "get", "list", "watch"),
                rule("", "secrets", "smartstack-webhook-certificate", "update", "delete"),
                rule("", "secrets", "", "create"))
            .build(),
        new RoleBindingBuilder()
            .withNewMetadata()
            .withNamespace(system)
            .withName(role)
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "Role", role)
            .addNewSubject(null, "ServiceAccount", ACCOUNT, system)
            .build(),
        new ClusterRoleBuilder()
            .withNewMetadata()
            .withName(role)
            .endMetadata()
            .withRules(
                rule(SmartStack.GROUP, "smartservices", "", "get", "list", "watch"),
                rule(
                    "admissionregistration.k8s.io",
                    "mutatingwebhookconfigurations",
                    configuration,
                    "get",
                    "list",
                    "watch",
                    "patch"))
            .build(),
        new ClusterRoleBindingBuilder()
            .withNewMetadata()
            .withName(role)
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
            .addNewSubject(null, "ServiceAccount", ACCOUNT, system)
            .build());
  }

  private static PolicyRule rule(String group, String resource, String name, String... verbs) {
    return new PolicyRuleBuilder()
        .withApiGroups(group)
        .withResources(resource)
        .withResourceNames(name.isEmpty() ? List.of() : List.of(name))
        .withVerbs(verbs)
        .build();
  }

  void close() {
    closers.reversed().forEach(Runnable::run);
    admin
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(configuration)
        .delete();
  }
}
