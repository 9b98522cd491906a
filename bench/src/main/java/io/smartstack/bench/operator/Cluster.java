// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.operator;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.smartstack.apiserver.ApiServer;
import io.smartstack.apiserver.FreePort;
import io.smartstack.bench.parts.Checkout;
import io.smartstack.operator.Main;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** An API server of the benchmark's own, with the chart installed and no operator running. */
final class Cluster implements AutoCloseable {

  static final String HOME = "smartstack";

  /** The operator's, which sidecars of the same release have. */
  static final String VERSION =
      Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "latest");

  private static final Path CHART = Checkout.file("helm/smartstack");

  /** A cluster of this size needs more than a test's. */
  private static final int MEMORY = 4;

  private final ApiServer api;
  private final KubernetesClient client;
  private final int webhook = FreePort.take();
  private final Path directory;

  private Cluster(ApiServer api, Path directory) {
    this.api = api;
    this.directory = directory;
    Config config = api.config(api.adminToken());
    config.setRequestTimeout(120_000);
    this.client = new KubernetesClientBuilder().withConfig(config).build();
  }

  /** Starts one; the project's own files are those of the checkout that the benchmark is of. */
  static Cluster start(Path directory) {
    ApiServer api = ApiServer.start(directory, MEMORY);
    try {
      api.helm(
          "install",
          "smartstack",
          CHART.toString(),
          "--namespace",
          HOME,
          "--create-namespace",
          "--set",
          "webhook.awaited=false");
      var cluster = new Cluster(api, directory);
      cluster.callByUrl();
      return cluster;
    } catch (RuntimeException e) {
      api.close();
      throw e;
    }
  }

  /** A Service has no endpoints here, so the API server calls the process itself. */
  private void callByUrl() {
    client
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName("smartstack")
        .edit(configuration -> {
          for (MutatingWebhook one : configuration.getWebhooks()) {
            one.getClientConfig().setService(null);
            one.getClientConfig().setUrl("https://127.0.0.1:%d/mutate-pods".formatted(webhook));
          }
          return configuration;
        });
  }

  void namespaces(List<String> names) {
    for (String name : names) {
      client
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
    }
    for (String name : names) {
      client
          .serviceAccounts()
          .inNamespace(name)
          .withName("default")
          .waitUntilCondition(account -> account != null, 60, TimeUnit.SECONDS);
    }
  }

  ApiServer api() {
    return api;
  }

  /** May do everything, with a longer patience than a test's. */
  KubernetesClient client() {
    return client;
  }

  int webhookPort() {
    return webhook;
  }

  /** Starts the operator and returns at once. */
  Replica operator() throws IOException, InterruptedException {
    return Replica.start(api, webhook, directory.resolve("operator.log"));
  }

  @Override
  public void close() {
    client.close();
    api.close();
  }
}
