// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.smartstack.apiserver.Kubelet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds a node that the pod's required affinity allows, the one with the fewest pods. */
record Scheduler(KubernetesClient client, Kubelet kubelet) {

  String schedule(Pod pod, Collection<String> taken) {
    if (pod.getSpec().getNodeName() != null && !pod.getSpec().getNodeName().isEmpty()) {
      return pod.getSpec().getNodeName();
    }
    String node =
        client.nodes().list().getItems().stream()
            .filter(it -> requirements(pod).stream().allMatch(asked -> meets(it, asked)))
            .map(it -> it.getMetadata().getName())
            .min(
                Comparator.<String>comparingLong(
                        name -> taken.stream().filter(name::equals).count())
                    .thenComparing(Comparator.naturalOrder()))
            .orElseThrow(() -> new IllegalStateException("no node for " + pod.getMetadata()));
    kubelet.bind(pod, node);
    return node;
  }

  private static List<NodeSelectorRequirement> requirements(Pod pod) {
    return Optional.ofNullable(pod.getSpec().getAffinity())
        .map(it -> it.getNodeAffinity())
        .map(it -> it.getRequiredDuringSchedulingIgnoredDuringExecution())
        .stream()
        .flatMap(it -> it.getNodeSelectorTerms().stream())
        .flatMap(it -> it.getMatchExpressions().stream())
        .toList();
  }

  private static boolean meets(Node node, NodeSelectorRequirement asked) {
    return Stream.ofNullable(node.getMetadata().getLabels().get(asked.getKey()))
        .anyMatch(asked.getValues()::contains);
  }
}
