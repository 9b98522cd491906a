// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.smartstack.crd.v1.PlacementSpec;
import io.smartstack.crd.v1.SmartStack;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import java.util.List;
import java.util.Map;

/** The pod of a member: conforms to Pod Security {@code restricted}. */
final class MemberPod {

  /** ZooKeeper's user and group, in the operator's image as in the official one. */
  private static final long USER = 1000;

  private static final String HOSTNAME = "kubernetes.io/hostname";

  private MemberPod() {}

  /**
   * The template, marked with its own fingerprint: a pod with another mark is to be restarted.
   *
   * @param image what members run
   * @param besides what takes a restart to have an effect and is not in the template
   */
  static PodTemplateSpec desired(ZooKeeperEnsemble ensemble, String image, String besides) {
    PodTemplateSpec template = unmarked(ensemble, image);
    template
        .getMetadata()
        .setAnnotations(
            Map.of(SmartStack.CONFIG, Fingerprint.of(Fingerprint.json(template) + besides)));
    return template;
  }

  /** The mark of a template. */
  static String mark(PodTemplateSpec template) {
    return template.getMetadata().getAnnotations().getOrDefault(SmartStack.CONFIG, "");
  }

  private static PodTemplateSpec unmarked(ZooKeeperEnsemble ensemble, String image) {
    String name = ensemble.getMetadata().getName();
    PlacementSpec asked = ensemble.getSpec().placement();
    PlacementSpec placement = asked == null ? new PlacementSpec(null, null, null, null) : asked;
    Affinity affinity = placement.affinity();
    var spread = placement.topologySpreadConstraints();
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(Names.labels(name))
        .endMetadata()
        .withNewSpec()
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(30L)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        .withFsGroupChangePolicy("OnRootMismatch")
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withNodeSelector(placement.nodeSelector())
        .withTolerations(placement.tolerations())
        .withAffinity(affinity == null ? apart(name) : affinity)
        .withTopologySpreadConstraints(spread == null ? List.of(evenly(name)) : spread)
        .withContainers(MemberContainer.desired(ensemble, image))
        .withVolumes(MemberContainer.volumes(ensemble))
        .endSpec()
        .build();
  }

  private static Affinity apart(String name) {
    return new AffinityBuilder()
        .withNewPodAntiAffinity()
        .addNewPreferredDuringSchedulingIgnoredDuringExecution()
        .withWeight(100)
        .withNewPodAffinityTerm()
        .withTopologyKey(HOSTNAME)
        .withNewLabelSelector()
        .withMatchLabels(Names.selector(name))
        .endLabelSelector()
        .endPodAffinityTerm()
        .endPreferredDuringSchedulingIgnoredDuringExecution()
        .endPodAntiAffinity()
        .build();
  }

  private static TopologySpreadConstraint evenly(String name) {
    return new TopologySpreadConstraintBuilder()
        .withMaxSkew(1)
        .withTopologyKey(HOSTNAME)
        .withWhenUnsatisfiable("ScheduleAnyway")
        .withNewLabelSelector()
        .withMatchLabels(Names.selector(name))
        .endLabelSelector()
        .build();
  }
}
