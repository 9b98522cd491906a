// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench;

import io.smartstack.bench.footprint.FootprintScenario;
import io.smartstack.bench.footprint.OperatorFootprintScenario;
import io.smartstack.bench.loss.LossScenario;
import io.smartstack.bench.proxy.ProxyScenario;
import java.util.List;

/** Every scenario there is, in the order they run. */
final class Scenarios {

  private Scenarios() {}

  static List<Scenario> all() {
    return List.of(
        new LossScenario(),
        new FootprintScenario(),
        new OperatorFootprintScenario(),
        new ProxyScenario());
  }
}
