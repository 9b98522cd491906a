// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench;

import io.smartstack.bench.ensemble.EnsembleScenario;
import io.smartstack.bench.footprint.FootprintScenario;
import io.smartstack.bench.footprint.OperatorFootprintScenario;
import io.smartstack.bench.jmh.HotPaths;
import io.smartstack.bench.loss.LossScenario;
import io.smartstack.bench.operator.OperatorScenario;
import io.smartstack.bench.propagation.FanOut;
import io.smartstack.bench.propagation.OneConsumer;
import io.smartstack.bench.proxy.ProxyScenario;
import io.smartstack.bench.ruby.AgainstRuby;
import java.util.List;

/** Every scenario there is, in the order they run. */
final class Scenarios {

  private Scenarios() {}

  static List<Scenario> all() {
    return List.of(
        new OneConsumer(),
        new FanOut(),
        new LossScenario(),
        new ProxyScenario(),
        new FootprintScenario(),
        new OperatorFootprintScenario(),
        new OperatorScenario(),
        new EnsembleScenario(),
        new HotPaths(),
        new AgainstRuby());
  }
}
