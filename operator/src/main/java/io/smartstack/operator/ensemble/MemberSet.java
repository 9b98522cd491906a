// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.smartstack.crd.v1.ReclaimPolicy;
import io.smartstack.crd.v1.StorageSpec;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import java.util.List;
import java.util.Map;

/** The StatefulSet of an ensemble. */
final class MemberSet {

  private MemberSet() {}

  /**
   * What is wanted. Pods start together, since each waits for the others; they are restarted by the
   * operator alone, since a StatefulSet knows no leader; and a claim outlives a scaled down pod
   * whatever was asked for, since being stopped is no reason to lose data.
   *
   * @param pods how many pods there are to be
   */
  static StatefulSet desired(ZooKeeperEnsemble ensemble, PodTemplateSpec template, int pods) {
    String name = ensemble.getMetadata().getName();
    StorageSpec storage = ensemble.getSpec().storage();
    return new StatefulSetBuilder()
        .withMetadata(Names.metadata(ensemble, name))
        .withNewSpec()
        .withReplicas(pods)
        .withServiceName(Names.membersService(name))
        .withPodManagementPolicy("Parallel")
        .withNewUpdateStrategy()
        .withType("OnDelete")
        .endUpdateStrategy()
        .withNewSelector()
        .withMatchLabels(Names.selector(name))
        .endSelector()
        .withTemplate(template)
        .withNewPersistentVolumeClaimRetentionPolicy()
        .withWhenDeleted(storage.reclaimPolicy() == ReclaimPolicy.DELETE ? "Delete" : "Retain")
        .withWhenScaled("Retain")
        .endPersistentVolumeClaimRetentionPolicy()
        .withVolumeClaimTemplates(storage.ephemeral() ? List.of() : List.of(claim(name, storage)))
        .endSpec()
        .build();
  }

  private static PersistentVolumeClaim claim(String ensemble, StorageSpec storage) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName(MemberContainer.DATA)
        .withLabels(Names.labels(ensemble))
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withStorageClassName(storage.storageClassName())
        .withNewResources()
        .withRequests(Map.of("storage", storage.size()))
        .endResources()
        .endSpec()
        .build();
  }
}
