// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.ensemble;

import io.smartstack.bench.Figure;
import io.smartstack.bench.Scenario;
import io.smartstack.bench.Size;
import io.smartstack.bench.Stage;
import io.smartstack.bench.parts.Ensemble;
import java.util.List;

/** What a sidecar's session costs an ensemble of three. */
public final class EnsembleScenario implements Scenario {

  private static final String NETWORK = "127.64.0";
  private static final int HEAP = 512;

  @Override
  public String name() {
    return "ensemble";
  }

  @Override
  public String about() {
    return "What one session, znode, watch, ping and change costs each of three ZooKeeper servers when thousands of sessions are connected to one of them.";
  }

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    int number = stage.size() == Size.FULL ? 3000 : 200;
    stage.note(
        "%d bare sessions (sockets that speak ZooKeeper's protocol, no client library) are connected to one follower of three, as they would be to an observer; memory is of live objects after a full collection."
            .formatted(number));
    try (Ensemble ensemble = Ensemble.start(stage.directory(), NETWORK, HEAP);
        var sessions = new Sessions(stage, Servers.of(ensemble), number)) {
      return sessions.measure();
    }
  }
}
