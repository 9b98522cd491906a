// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.smartstack.operator.ensemble.EnsembleReconciler;
import io.smartstack.operator.ensemble.EnsembleSettings;
import java.time.InstantSource;
import java.util.List;

/** The operator's rooms, wired. */
final class Rooms implements Parts {

  @Override
  public Works assemble(Surroundings with) {
    WebhookDoor door = new WebhookDoor(with);
    return new Works(door, new Leading(door, new Controllers(with, reconcilers(with))));
  }

  private static List<Reconciler<? extends HasMetadata>> reconcilers(Surroundings with) {
    Settings settings = with.settings();
    InstantSource clock = InstantSource.system();
    return List.of(
        new EnsembleReconciler(
            with.client(),
            EnsembleSettings.of(settings.zookeeperImage(), settings.clusterDomain()),
            with.events(),
            clock));
  }
}
