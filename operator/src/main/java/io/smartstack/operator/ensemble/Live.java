// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is there, read from the API server and not from a cache: a decision about data can't rest on
 * what was true some time ago.
 */
record Live(
    @Nullable StatefulSet set,
    @Nullable ConfigMap files,
    @Nullable Secret secret,
    List<Pod> pods,
    List<PersistentVolumeClaim> claims) {

  static Live read(KubernetesClient client, ZooKeeperEnsemble ensemble) {
    String namespace = ensemble.getMetadata().getNamespace();
    String name = ensemble.getMetadata().getName();
    var labels = Names.selector(name);
    return new Live(
        client.apps().statefulSets().inNamespace(namespace).withName(name).get(),
        client.configMaps().inNamespace(namespace).withName(Names.configMap(name)).get(),
        client.secrets().inNamespace(namespace).withName(Names.secret(name)).get(),
        client.pods().inNamespace(namespace).withLabels(labels).list().getItems().stream()
            .filter(pod -> isPodOf(name, pod))
            .toList(),
        client
            .persistentVolumeClaims()
            .inNamespace(namespace)
            .withLabels(labels)
            .list()
            .getItems()
            .stream()
            .filter(claim -> isClaimOf(name, claim))
            .toList());
  }

  /** A pod that somebody else gave the labels is asked nothing and counts for nobody. */
  static boolean isPodOf(String ensemble, Pod pod) {
    String name = pod.getMetadata().getName();
    int id = Names.id(name);
    return id > 0 && name.equals(Names.pod(ensemble, id));
  }

  private static boolean isClaimOf(String ensemble, PersistentVolumeClaim claim) {
    String name = claim.getMetadata().getName();
    int id = Names.id(name);
    return id > 0 && name.equals(Names.claim(ensemble, id));
  }

  /** The pod of a member. */
  Optional<Pod> pod(int id) {
    return pods.stream().filter(pod -> Names.id(pod.getMetadata().getName()) == id).findFirst();
  }

  /** The greatest number that a claim has; 0 without any. */
  int highestClaim() {
    return claims.stream()
        .mapToInt(claim -> Names.id(claim.getMetadata().getName()))
        .max()
        .orElse(0);
  }
}
