// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench;

<<<<<<< HEAD
import io.smartstack.bench.ensemble.EnsembleScenario;
import io.smartstack.bench.operator.OperatorScenario;
=======
import io.smartstack.bench.footprint.FootprintScenario;
import io.smartstack.bench.loss.LossScenario;
import io.smartstack.bench.proxy.ProxyScenario;
>>>>>>> main
import java.util.List;

/** Every scenario there is, in the order they run. */
final class Scenarios {

  private Scenarios() {}

  static List<Scenario> all() {
<<<<<<< HEAD
    return List.of(new OperatorScenario(), new EnsembleScenario());
=======
    return List.of(new LossScenario(), new FootprintScenario(), new ProxyScenario());
>>>>>>> main
  }
}
