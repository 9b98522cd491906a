// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import io.fabric8.kubernetes.api.model.Condition;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import io.smartstack.crd.v1.ZooKeeperEnsembleStatus;
import io.smartstack.operator.ensemble.Step.Join;
import io.smartstack.operator.ensemble.Step.Leave;
import io.smartstack.operator.ensemble.Step.Nothing;
import io.smartstack.operator.ensemble.Step.Publish;
import io.smartstack.operator.ensemble.Step.Refuse;
import io.smartstack.operator.ensemble.Step.Release;
import io.smartstack.operator.ensemble.Step.Resize;
import io.smartstack.operator.ensemble.Step.Restart;
import io.smartstack.operator.ensemble.Step.Wait;
import io.smartstack.operator.status.Events;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people what was done, and what has become of it when that has changed. */
final class Announcements {

  private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

  private final Events events;

  Announcements(Events events) {
    this.events = events;
  }

  /**
   * Tells.
   *
   * @param ensemble with the status it had
   * @param taken what was done
   * @param status the status it gets
   */
  void about(ZooKeeperEnsemble ensemble, Step taken, ZooKeeperEnsembleStatus status) {
    switch (taken) {
      case Nothing _, Wait _, Refuse _, Publish _ -> {}
      case Resize _, Join _, Leave _, Restart _, Release _ -> {
        LOG.atInfo()
            .addKeyValue("namespace", ensemble.getMetadata().getNamespace())
            .addKeyValue("ensemble", ensemble.getMetadata().getName())
            .log(taken.message());
        events.normal(ensemble, taken.reason(), taken.message());
      }
    }
    about(ensemble, status);
  }

  /** Tells what has become of it, where that has changed. */
  void about(ZooKeeperEnsemble ensemble, ZooKeeperEnsembleStatus status) {
    ZooKeeperEnsembleStatus old = ensemble.getStatus();
    changed("Degraded", old, status)
        .filter(now -> now.getStatus().equals("True"))
        .ifPresent(now -> events.warning(ensemble, now.getReason(), now.getMessage()));
    changed("Ready", old, status)
        .filter(now -> now.getStatus().equals("True"))
        .ifPresent(now -> events.normal(ensemble, now.getReason(), now.getMessage()));
  }

  private static Optional<Condition> changed(
      String type, @Nullable ZooKeeperEnsembleStatus old, ZooKeeperEnsembleStatus status) {
    var before = find(type, old);
    return find(type, status)
        .filter(now ->
            before.isEmpty()
                || !before.get().getStatus().equals(now.getStatus())
                || !before.get().getReason().equals(now.getReason()));
  }

  private static Optional<Condition> find(String type, @Nullable ZooKeeperEnsembleStatus status) {
    List<Condition> conditions = status == null ? null : status.conditions();
    return conditions == null
        ? Optional.empty()
        : conditions.stream().filter(condition -> condition.getType().equals(type)).findFirst();
  }
}
