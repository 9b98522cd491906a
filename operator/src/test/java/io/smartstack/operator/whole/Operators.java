// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import static io.smartstack.operator.whole.World.patiently;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.smartstack.apiserver.ApiServer;
import io.smartstack.apiserver.FreePort;
import io.smartstack.apiserver.Kubelet;
import io.smartstack.operator.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The operator's replicas: processes with the Deployment's arguments and its account's rights. */
final class Operators implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final ApiServer api;
  private final String home;
  private final Loopback loopback;
  private final List<Process> started = new ArrayList<>();

  Operators(ApiServer api, String home, Loopback loopback) {
    this.api = api;
    this.home = home;
    this.loopback = loopback;
  }

  /** The account's name in the audit log. */
  String user() {
    return "system:serviceaccount:%s:%s".formatted(home, account());
  }

  private String account() {
    return deployment().getSpec().getTemplate().getSpec().getServiceAccountName();
  }

  private Deployment deployment() {
    return api.admin()
        .apps()
        .deployments()
        .inNamespace(home)
        .withName("smartstack-operator")
        .require();
  }

  /** Starts a replica that the API server calls, and waits until it says that it is ready. */
  Process start() {
    int webhook = FreePort.take();
    int health = FreePort.take();
    callByUrl(webhook);
    Process process = launch(webhook, health);
    started.add(process);
    URI ready = URI.create("http://127.0.0.1:%d/readyz".formatted(health));
    patiently("the operator is ready").until(() -> process.isAlive() && answersOk(ready));
    return process;
  }

  private Process launch(int webhook, int health) {
    var command = java(Launch.class);
    command.add(loopback.network());
    var container = deployment().getSpec().getTemplate().getSpec().getContainers().getFirst();
    command.addAll(container.getArgs());
    command.addAll(
        List.of(
            "--operator-namespace=" + home,
            "--identity=replica-" + started.size(),
            "--bind-address=127.0.0.1",
            "--webhook-port=" + webhook,
            "--health-port=" + health,
            "--webhook-extra-names=127.0.0.1"));
    Path log = api.directory().resolve("operator-%d.log".formatted(started.size()));
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("KUBECONFIG", api.kubeconfig(home, account()).toString());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the pod that helm waits for, once it is there, and says how it ended. */
  void runWhatHelmWaitsFor() throws InterruptedException {
    var pods = api.admin().pods().inNamespace(home).withName("smartstack-reached");
    patiently("helm has made its hook").until(() -> pods.get() != null);
    var container = pods.require().getSpec().getContainers().getFirst();
    var command = java(Main.class);
    command.addAll(container.getArgs());
    var builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("KUBECONFIG", api.kubeconfig(home, account()).toString());
    builder.environment().put("POD_NAMESPACE", home);
    try {
      if (builder.start().waitFor() != 0) {
        throw new AssertionError("the webhook is not reached");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    new Kubelet(api.admin()).terminated(pods.require());
  }

  private static List<String> java(Class<?> main) {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx160m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
  }

  /** SIGTERM, and the end. */
  static void stop(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the operator doesn't end");
    }
  }

  /** SIGKILL, to all of them. */
  void killAll() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  /** A Service has no endpoints here, so the API server calls the process itself. */
  private void callByUrl(int port) {
    String call =
        "{\"op\":\"replace\",\"path\":\"/webhooks/%d/clientConfig\",\"value\":{\"url\":\"https://127.0.0.1:%d/mutate-pods\"}}";
    api.kubectl(
        "patch",
        "mutatingwebhookconfiguration",
        "smartstack",
        "--type=json",
        "-p",
        "[%s,%s]".formatted(call.formatted(0, port), call.formatted(1, port)));
  }

  private static boolean answersOk(URI uri) throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(uri).build();
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    started.forEach(Process::destroyForcibly);
  }
}
