// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.smartstack.operator.status.Events;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Makes what a replica is made of. */
interface Parts {

  Works assemble(Surroundings surroundings);

  /**
   * What a replica is made of.
   *
   * @param serving what every replica does
   * @param leading what the leader does
   */
  record Works(Work serving, Work leading) {}

  /**
   * What the parts are given.
   *
   * @param client behind the gate: writes on the leader alone
   * @param leads whether this replica may change anything now: for writes that the client doesn't
   *     carry
   * @param failed to be told of what only a new process helps against
   */
  record Surroundings(
      KubernetesClient client,
      Events events,
      MeterRegistry meters,
      Settings settings,
      BooleanSupplier leads,
      Consumer<String> failed) {}
}
