// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Copies of pods without what nobody asks for: {@link PodFacts} are the same of a pod and of what
 * is kept of it, which is a tenth.
 */
final class LeanPods extends BasicItemStore<Pod> {

  private static final String OURS = "smartstack.io/";
  private static final String KUBERNETES = "kubernetes.io/";
  private static final Set<String> CONDITIONS = Set.of("Ready", "Initialized");

  LeanPods() {
    super(Cache::metaNamespaceKeyFunc);
  }

  @Override
  public Pod put(String key, Pod pod) {
    return super.put(key, lean(pod));
  }

  static Pod lean(Pod pod) {
    return new PodBuilder()
        .withMetadata(lean(pod.getMetadata()))
        .withSpec(lean(pod.getSpec()))
        .withStatus(lean(pod.getStatus()))
        .build();
  }

  private static ObjectMeta lean(ObjectMeta metadata) {
    return new ObjectMetaBuilder()
        .withNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .withUid(metadata.getUid())
        .withResourceVersion(metadata.getResourceVersion())
        .withCreationTimestamp(metadata.getCreationTimestamp())
        .withDeletionTimestamp(metadata.getDeletionTimestamp())
        .withLabels(lean(metadata.getLabels()))
        .withAnnotations(lean(metadata.getAnnotations()))
        .withOwnerReferences(metadata.getOwnerReferences())
        .build();
  }

  private static @Nullable Map<String, String> lean(@Nullable Map<String, String> all) {
    return all == null
        ? null
        : all.entrySet().stream()
            .filter(it -> it.getKey().startsWith(OURS) || it.getKey().startsWith(KUBERNETES))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static PodSpec lean(PodSpec spec) {
    return new PodSpecBuilder()
        .withNodeName(spec.getNodeName())
        .withOs(spec.getOs())
        .withInitContainers(spec.getInitContainers().stream().map(LeanPods::lean).toList())
        .build();
  }

  private static Container lean(Container container) {
    return new ContainerBuilder().withName(container.getName()).build();
  }

  private static @Nullable PodStatus lean(@Nullable PodStatus status) {
    return status == null
        ? null
        : new PodStatusBuilder()
            .withPhase(status.getPhase())
            .withStartTime(status.getStartTime())
            .withConditions(
                status.getConditions().stream()
                    .filter(it -> CONDITIONS.contains(it.getType()))
                    .toList())
            .build();
  }
}
