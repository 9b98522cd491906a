// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.smartstack.crd.v1.ZooKeeperEnsemble;

/** Lets one member go at a time, be it to a drained node or to the operator's own restart. */
final class DisruptionBudget {

  private DisruptionBudget() {}

  /** One may go of a single member too: a budget of none would block every drain of its node. */
  static PodDisruptionBudget desired(ZooKeeperEnsemble ensemble) {
    String name = ensemble.getMetadata().getName();
    return new PodDisruptionBudgetBuilder()
        .withMetadata(Names.metadata(ensemble, name))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        .withUnhealthyPodEvictionPolicy("AlwaysAllow")
        .withNewSelector()
        .withMatchLabels(Names.selector(name))
        .endSelector()
        .endSpec()
        .build();
  }
}
