// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.smartstack.apiserver.ApiServer;
import io.smartstack.apiserver.Kubelet;
import io.smartstack.crd.v1.SmartService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * A cluster with SmartStack in it: an API server, the chart installed by helm, the walkthrough's
 * six nodes, pods that really run, and the operator as a process of its own under the chart's
 * rights.
 */
final class World implements AutoCloseable {

  static final String HOME = "smartstack";
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final List<String> MACHINES =
      List.of(
          "zookeeper1",
          "zookeeper2",
          "zookeeper3",
          "service_a_node_1",
          "service_a_node_2",
          "service_b_node_1");

  private final ApiServer api;
  private final PodRunner pods;
  private final Operators operators;

  private World(ApiServer api, PodRunner pods, Operators operators) {
    this.api = api;
    this.pods = pods;
    this.operators = operators;
  }

  private static @Nullable World settled;

  /**
   * The one of this JVM in which README.md's commands have been given and everything is ready;
   * ended with the JVM. Tests leave it as they found it.
   */
  static synchronized World settled() {
    World world = settled;
    if (world == null) {
      world = empty();
      settled = world;
      Runtime.getRuntime().addShutdownHook(new Thread(world::close));
      world.pods().serve("default");
      for (String command : Readme.commands()) {
        if (command.startsWith("helm install")) {
          world.install(command);
        } else {
          world.api().shell(ROOT, command);
        }
      }
    }
    world.settle();
    return world;
  }

  /** helm waits for its hook, and the hook for the operator. */
  private void install(String command) {
    // Not in the common pool: the client's answers come through it.
    var helm =
        CompletableFuture.runAsync(() -> api.shell(ROOT, command), Thread::startVirtualThread);
    // Of all that helm makes the webhooks are the last.
    patiently("helm has made everything")
        .until(() ->
            helm.isCompletedExceptionally()
                || admin()
                        .admissionRegistration()
                        .v1()
                        .mutatingWebhookConfigurations()
                        .withName("smartstack")
                        .get()
                    != null);
    if (!helm.isCompletedExceptionally()) {
      operators.start();
      try {
        operators.runWhatHelmWaitsFor();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    helm.join();
  }

  /** A cluster with its six nodes and nothing else. */
  static World empty() {
    ApiServer api = ApiServer.start();
    try {
      var kubelet = new Kubelet(api.admin());
      MACHINES.forEach(machine ->
          kubelet.node(machine.replace('_', '-'), Map.of("smartstack.io/machine", machine)));
      Loopback loopback = Loopback.own();
      return new World(api, new PodRunner(api, loopback), new Operators(api, HOME, loopback));
    } catch (IOException e) {
      api.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      api.close();
      throw e;
    }
  }

  ApiServer api() {
    return api;
  }

  KubernetesClient admin() {
    return api.admin();
  }

  /** Waits until every service and every pod is ready. */
  void settle() {
    for (String resource : List.of("zookeeperensembles", "smartservices", "pods")) {
      api.kubectl("wait", "--for=condition=Ready", resource, "--all", "--timeout=150s");
    }
    patiently("all are up").until(() -> up("service-a") == 2 && up("service-b") == 1);
  }

  SmartService service(String name) {
    return admin().resources(SmartService.class).inNamespace("default").withName(name).require();
  }

  private int up(String service) {
    var status = service(service).getStatus();
    return status == null || status.up() == null ? 0 : status.up();
  }

  /** The service's pods that nobody has deleted. */
  List<Pod> podsOf(String service) {
    return admin()
        .pods()
        .inNamespace("default")
        .withLabel("app", service)
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  PodRunner pods() {
    return pods;
  }

  Operators operators() {
    return operators;
  }

  static ConditionFactory patiently(String what) {
    return await(what).atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(200));
  }

  @Override
  public void close() {
    operators.close();
    pods.close();
    api.close();
  }
}
