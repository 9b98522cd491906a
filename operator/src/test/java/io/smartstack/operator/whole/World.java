// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.smartstack.apiserver.ApiServer;
import io.smartstack.apiserver.Kubelet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;

/**
 * A cluster with SmartStack in it: an API server, the chart installed by helm, the walkthrough's
 * six nodes, pods that really run, and the operator as a process of its own under the chart's
 * rights.
 */
final class World implements AutoCloseable {

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
  private final String home;
  private final PodRunner pods;
  private final Operators operators;

  private World(ApiServer api, String home, PodRunner pods, Operators operators) {
    this.api = api;
    this.home = home;
    this.pods = pods;
    this.operators = operators;
  }

  /** An empty cluster with its six nodes, and SmartStack installed into it. */
  static World install() {
    ApiServer api = ApiServer.start();
    try {
      var kubelet = new Kubelet(api.admin());
      MACHINES.forEach(machine ->
          kubelet.node(machine.replace('_', '-'), Map.of("smartstack.io/machine", machine)));
      String home = "smartstack";
      api.helm(
          "install",
          "smartstack",
          ROOT.resolve("helm/smartstack").toString(),
          "-n",
          home,
          "--create-namespace");
      Loopback loopback = Loopback.own();
      return new World(api, home, new PodRunner(api, loopback), new Operators(api, home, loopback));
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

  String home() {
    return home;
  }

  PodRunner pods() {
    return pods;
  }

  Operators operators() {
    return operators;
  }

  /** A path of this checkout. */
  static String path(String relative) {
    return ROOT.resolve(relative).toString();
  }

  static ConditionFactory patiently(String what) {
    return await(what).atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(200));
  }

  @Override
  public void close() {
    operators.close();
    pods.close();
    api.close();
  }
}
