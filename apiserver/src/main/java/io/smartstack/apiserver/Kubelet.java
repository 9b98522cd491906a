// SPDX-License-Identifier: Apache-2.0
package io.smartstack.apiserver;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Plays the scheduler and the kubelets: says of pods what a test wants to be true of them. It acts
 * when it is told to, never by itself, and on the pod as it is by then: a pod that was read long
 * ago is as good as a fresh one.
 */
public final class Kubelet {

  private static final int ATTEMPTS = 20;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final KubernetesClient client;

  /** Plays by a client that may do everything, such as {@link ApiServer#admin()}. */
  public Kubelet(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Makes a node that is ready, with these labels and its name as {@code kubernetes.io/hostname}.
   */
  public Node node(String name, Map<String, String> labels) {
    var all = new HashMap<>(Map.of("kubernetes.io/hostname", name));
    all.putAll(labels);
    client
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(all)
                .endMetadata()
                .build())
        .create();
    // The node controllers write to a new node, too.
    return patiently(() -> client.nodes().withName(name).editStatus(PodStatuses::ready));
  }

  /** Schedules a pod that has no node yet; the node need not exist. */
  public Pod bind(Pod pod, String node) {
    String namespace = pod.getMetadata().getNamespace();
    String name = pod.getMetadata().getName();
    client
        .resource(
            new BindingBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewTarget()
                .withApiVersion("v1")
                .withKind("Node")
                .withName(node)
                .endTarget()
                .build())
        .create();
    return current(pod);
  }

  /**
   * Says that the pod runs and that all of its containers are ready, native sidecars included.
   *
   * @param podIp any IPv4 address; no controller makes an EndpointSlice of it
   */
  public Pod ready(Pod pod, String podIp) {
    return status(pod, it -> PodStatuses.running(it, podIp, true));
  }

  /** Says that a pod that ran still runs and is not ready. */
  public Pod unready(Pod pod) {
    return status(pod, it -> PodStatuses.running(it, it.getStatus().getPodIP(), false));
  }

  /** Says that every container has ended with status 0, and so has the pod. */
  public Pod terminated(Pod pod) {
    return status(pod, PodStatuses::terminated);
  }

  /**
   * Removes the pod for good, as a kubelet does when the last container has ended: when its
   * disruption budget has seen that it goes. Otherwise the next pod of its name would count as
   * disrupted for two minutes.
   */
  public void delete(Pod pod) {
    await("the disruption controller has seen " + pod.getMetadata().getName() + " go")
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !disrupted(pod));
    client.resource(pod).withGracePeriod(0).delete();
  }

  private boolean disrupted(Pod pod) {
    return client
        .policy()
        .v1()
        .podDisruptionBudget()
        .inNamespace(pod.getMetadata().getNamespace())
        .list()
        .getItems()
        .stream()
        .filter(it -> it.getStatus() != null && it.getStatus().getDisruptedPods() != null)
        .anyMatch(it -> it.getStatus().getDisruptedPods().containsKey(pod.getMetadata().getName()));
  }

  private Pod status(Pod pod, UnaryOperator<Pod> change) {
    return patiently(() -> client.resource(change.apply(current(pod))).updateStatus());
  }

  private static <T> T patiently(Supplier<T> write) {
    for (int attempt = 1; ; attempt++) {
      try {
        return write.get();
      } catch (KubernetesClientException e) {
        if (e.getCode() != HTTP_CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Pod current(Pod pod) {
    return client.resource(pod).require();
  }
}
