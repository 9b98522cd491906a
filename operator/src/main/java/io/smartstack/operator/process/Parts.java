// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.smartstack.operator.status.Events;
import java.util.function.Consumer;

/** What a replica is made of. */
interface Parts {

  /** What every replica does, leader or not. */
  Work serving(Room room);

  /** What the leader does. */
  Work leading(Room room);

  /**
   * What the parts are given.
   *
   * @param client behind the gate: writes on the leader alone
   * @param failed to be told of what only a new process helps against
   */
  record Room(
      KubernetesClient client,
      Events events,
      MeterRegistry meters,
      Settings settings,
      Consumer<String> failed) {}
}
