// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.operator;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.smartstack.apiserver.ApiServer;
import io.smartstack.apiserver.FreePort;
import io.smartstack.bench.parts.Child;
import io.smartstack.bench.parts.ImageFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The operator as a process: the image's files, the heap of the chart's memory limit, the
 * Deployment's arguments, its account's rights.
 */
final class Replica implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final double HEAP_SHARE = 0.6;

  private final Child process;
  private final int health;

  private Replica(Child process, int health) {
    this.process = process;
    this.health = health;
  }

  /** The account's name in the audit log. */
  static String user(ApiServer api) {
    return "system:serviceaccount:%s:%s".formatted(Cluster.HOME, account(deployment(api)));
  }

  /** The heap in MiB that a container of the chart's memory limit gets. */
  static int heap(ApiServer api) {
    var container = deployment(api).getSpec().getTemplate().getSpec().getContainers().getFirst();
    Quantity limit = Objects.requireNonNull(container.getResources().getLimits().get("memory"));
    return (int) (limit.getNumericalAmount().doubleValue() * HEAP_SHARE / (1 << 20));
  }

  private static String account(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getServiceAccountName();
  }

  private static Deployment deployment(ApiServer api) {
    return api.admin()
        .apps()
        .deployments()
        .inNamespace(Cluster.HOME)
        .withName("smartstack-operator")
        .require();
  }

  /** Starts one and returns at once. */
  static Replica start(ApiServer api, int webhook, Path log)
      throws IOException, InterruptedException {
    int health = FreePort.take();
    Deployment deployment = deployment(api);
    Path home = ImageFiles.of("operator", log.resolveSibling("prepare.log"));
    var command = new ArrayList<>(List.of(home.resolve("bin/operator").toString()));
    command.addAll(
        deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs());
    command.addAll(
        List.of(
            "--operator-namespace=" + Cluster.HOME,
            "--identity=replica",
            "--bind-address=127.0.0.1",
            "--webhook-port=" + webhook,
            "--health-port=" + health,
            "--webhook-extra-names=127.0.0.1"));
    var environment =
        Map.of(
            "KUBECONFIG", api.kubeconfig(Cluster.HOME, account(deployment)).toString(),
            "SMARTSTACK_JAVA_OPTIONS", "-Xmx%dm".formatted(heap(api)));
    return new Replica(Child.start(command, environment, log), health);
  }

  long pid() {
    return process.pid();
  }

  /** True; an exception once it has ended by itself. */
  boolean lives() {
    if (!process.lives()) {
      throw new IllegalStateException("the operator ended; see " + process.log());
    }
    return true;
  }

  /** Whether the API server may call its webhook. */
  boolean ready() throws InterruptedException {
    lives();
    try {
      return ask("/readyz", BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Bytes in its heap now. */
  double heapUsed() throws IOException, InterruptedException {
    return ask("/metrics", BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Has it collect its garbage, so that what is used afterwards is needed. */
  void collect() throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    new ProcessBuilder(jcmd.toString(), Long.toString(pid()), "GC.run")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private <T> java.net.http.HttpResponse<T> ask(
      String path, java.net.http.HttpResponse.BodyHandler<T> as)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + health + path);
    return HTTP.send(HttpRequest.newBuilder(uri).build(), as);
  }

  @Override
  public void close() {
    process.close();
  }
}
