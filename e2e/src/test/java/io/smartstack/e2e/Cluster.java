// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.crd.v1.SmartServiceStatus;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The cluster of KUBECONFIG, as kubectl sees it. */
final class Cluster {

  /** The namespace of the examples. */
  static final String NAMESPACE = "default";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client = new KubernetesClientBuilder().build();

  KubernetesClient client() {
    return client;
  }

  /** The pods of an application that nobody is deleting, by name. */
  List<Pod> pods(String app) {
    return pods(NAMESPACE, app);
  }

  List<Pod> pods(String namespace, String app) {
    return client.pods().inNamespace(namespace).withLabel("app", app).list().getItems().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .toList();
  }

  /** The one pod of an application on a machine. */
  Pod podOn(String app, String machine) {
    String node = node(machine);
    return pods(app).stream()
        .filter(pod -> node.equals(pod.getSpec().getNodeName()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no pod of " + app + " on " + machine));
  }

  /** The node that plays a machine of the walkthrough. */
  String node(String machine) {
    return client.nodes().withLabel("smartstack.io/machine", machine).list().getItems().stream()
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("no node is labelled smartstack.io/machine=" + machine))
        .getMetadata()
        .getName();
  }

  static boolean ready(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus().getConditions().stream()
            .anyMatch(it -> it.getType().equals("Ready") && it.getStatus().equals("True"));
  }

  @Nullable SmartService service(String name) {
    return client.resources(SmartService.class).inNamespace(NAMESPACE).withName(name).get();
  }

  /** What is registered of a service, as its status says: each by name and moment. */
  List<String> registered(String name) {
    SmartService service = service(name);
    SmartServiceStatus status = service == null ? null : service.getStatus();
    return status == null || status.backends() == null
        ? List.of()
        : status.backends().stream()
            .map(backend -> backend.name() + " since " + backend.since())
            .sorted()
            .toList();
  }

  @Nullable ZooKeeperEnsemble ensemble() {
    return client
        .resources(ZooKeeperEnsemble.class)
        .inNamespace(NAMESPACE)
        .withName("zookeeper")
        .get();
  }

  /**
   * Asks a port of a pod, through the API server.
   *
   * @return the JSON that it answers; missing when it doesn't answer
   */
  JsonNode ask(Pod pod, int port, String method, String path) {
    try {
      return told(pod, port, method, path);
    } catch (KubernetesClientException unreachable) {
      return MissingNode.getInstance();
    }
  }

  /**
   * Asks a port of a pod, through the API server.
   *
   * @return the JSON that it answers
   * @throws KubernetesClientException when it doesn't
   */
  JsonNode told(Pod pod, int port, String method, String path) {
    try {
      return JSON.readTree(tell(pod, port, method, path));
    } catch (JsonProcessingException e) {
      throw new AssertionError(path + " is no JSON", e);
    }
  }

  /**
   * Asks a port of a pod, through the API server.
   *
   * @return what it answers
   * @throws KubernetesClientException when it doesn't
   */
  String tell(Pod pod, int port, String method, String path) {
    String uri =
        "/api/v1/namespaces/%s/pods/%s:%d/proxy%s"
            .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName(), port, path);
    return Objects.requireNonNull(client.raw(uri, method, method.equals("GET") ? null : "{}"));
  }
}
