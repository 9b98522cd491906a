// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.smartstack.operator.ensemble.EnsembleReconciler;
import io.smartstack.operator.ensemble.EnsembleSettings;
import io.smartstack.operator.injection.Reach;
import io.smartstack.operator.registry.Registries;
import io.smartstack.operator.service.ServiceReconciler;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/** The operator's rooms, wired. */
final class Rooms implements Parts {

  private final UnaryOperator<EnsembleSettings> ensembles;

  Rooms() {
    this(UnaryOperator.identity());
  }

  /** With ensembles looked at or addressed otherwise than usual. */
  Rooms(UnaryOperator<EnsembleSettings> ensembles) {
    this.ensembles = ensembles;
  }

  @Override
  public Works assemble(Surroundings with) {
    WebhookDoor door = new WebhookDoor(with);
    Registries registries = new Registries(InstantSource.system());
    var controllers = new Controllers(with, reconcilers(with, registries));
    return new Works(door, new Leading(door, controllers, registries));
  }

  private List<Reconciler<? extends HasMetadata>> reconcilers(
      Surroundings with, Registries registries) {
    Settings settings = with.settings();
    InstantSource clock = InstantSource.system();
    return List.of(
        new EnsembleReconciler(
            with.client(),
            ensembles.apply(
                EnsembleSettings.of(settings.zookeeperImage(), settings.clusterDomain())),
            with.events(),
            clock,
            with.leads()),
        new ServiceReconciler(
            with.client(),
            with.events(),
            registries,
            new Reach(with.client(), settings.home())::holds,
            settings.clusterDomain(),
            Version.current(),
            clock));
  }
}
