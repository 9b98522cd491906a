// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.loss;

import io.smartstack.bench.Figure;
import io.smartstack.bench.Scenario;
import io.smartstack.bench.Stage;
import io.smartstack.bench.Target;
import io.smartstack.bench.parts.Answering;
import io.smartstack.bench.parts.Caller;
import io.smartstack.bench.parts.Ensemble;
import io.smartstack.bench.parts.Parts;
import io.smartstack.bench.parts.Sidecar;
import io.smartstack.bench.parts.SidecarFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;

/** Requests of two kinds of callers through changes of backends and reloads: none may be lost. */
public final class LossScenario implements Scenario {

  private static final String NETWORK = "127.67.0";
  private static final String MACHINE = NETWORK + ".20";
  private static final String SERVICE = "service";
  private static final int CALLED_AT = 3213;
  private static final String RELOADS = "haproxy_reloads_total";
  private static final List<String> BACKENDS =
      IntStream.rangeClosed(30, 39).mapToObj(i -> NETWORK + "." + i).toList();

  @Override
  public String name() {
    return "loss";
  }

  @Override
  public String about() {
    return "Requests not answered with 200 while backends are added, removed, weighed and moved in"
        + " ZooKeeper, and HAProxy is reloaded for changes of the configuration file.";
  }

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    try (Parts parts = new Parts()) {
      Ensemble zookeeper = parts.add(Ensemble.start(stage.directory(), NETWORK, 96));
      parts.add(Answering.at(stage.directory(), BACKENDS));
      Backends backends = parts.add(Backends.of(zookeeper.connectString(), SERVICE, BACKENDS));
      structure(stage, zookeeper, 0);
      Sidecar sidecar =
          parts.add(Sidecar.start(stage.directory(), MACHINE, files(stage, 0).arguments(MACHINE)));
      sidecar.await("/started");
      Caller.await(MACHINE, CALLED_AT);
      return new Play(stage, zookeeper, backends, sidecar).figures();
    }
  }

  private static SidecarFiles files(Stage stage, int edition) {
    return new SidecarFiles(stage.directory())
        .calls(SERVICE, CALLED_AT, List.of("timeout queue " + (1000 + edition)));
  }

  /**
   * A line of the section differs from edition to edition: only a reload can say that to HAProxy.
   */
  private static void structure(Stage stage, Ensemble zookeeper, int edition) throws IOException {
    files(stage, edition).write(zookeeper, MACHINE);
  }

  /** One run, from the first call to the last. */
  private static final class Play {

    private final Stage stage;
    private final Ensemble zookeeper;
    private final Backends backends;
    private final Sidecar sidecar;
    private final int requests;
    private final int changes;
    private final int reloads;
    private int edition;

    Play(Stage stage, Ensemble zookeeper, Backends backends, Sidecar sidecar) {
      this.stage = stage;
      this.zookeeper = zookeeper;
      this.backends = backends;
      this.sidecar = sidecar;
      this.requests = stage.size().of(1_000_000, 20_000);
      this.changes = stage.size().of(1000, 30);
      this.reloads = stage.size().of(20, 2);
    }

    List<Figure> figures() throws Exception {
      double before = sidecar.meter(RELOADS);
      double changed = sidecar.meter("haproxy_server_changes_total");
      Crowd crowd = Crowd.call(MACHINE, CALLED_AT, 2);
      try (crowd) {
        while (crowd.kept() + crowd.single() < requests
            || backends.changes() < changes
            || edition < reloads) {
          backends.change();
          if (backends.changes() >= (edition + 1) * changes / (reloads + 1) && edition < reloads) {
            reload(before);
          }
          // Changes are spread over the calls, whichever is the slower of the two.
          pace(crowd);
        }
      }
      Files.write(stage.directory().resolve("lost"), crowd.lost());
      double reloaded = sidecar.meter(RELOADS) - before;
      double told = sidecar.meter("haproxy_server_changes_total") - changed;
      stage.say("%,d calls, %d lost".formatted(crowd.kept() + crowd.single(), crowd.lost().size()));
      crowd.lost().stream().limit(10).forEach(stage::say);
      return List.of(
          Figure.of("requests lost", "requests", crowd.lost().size(), new Target.Zero())
              .with("sent over kept connections", crowd.kept())
              .with("sent over connections of their own", crowd.single())
              .with("changes of backends", backends.changes())
              .with("reloads for changes of the file", edition)
              .with("each lost one", crowd.lost().stream().limit(5).toList()),
          Figure.of(
                  "HAProxy reloads for changes of backends",
                  "reloads",
                  reloaded - edition,
                  new Target.Zero())
              .with("changes told to HAProxy", Math.round(told)),
          Figure.reported(
              "requests through the changes", "requests", (double) (crowd.kept() + crowd.single())),
          Figure.reported("changes of backends", "changes", backends.changes()),
          Figure.reported("reloads under way", "reloads", edition));
    }

    private void pace(Crowd crowd) throws InterruptedException {
      long due = (long) backends.changes() * requests / changes;
      do {
        Thread.sleep(20);
      } while (crowd.kept() + crowd.single() < Math.min(due, requests));
    }

    private void reload(double before) throws IOException, InterruptedException {
      edition++;
      structure(stage, zookeeper, edition);
      long deadline = System.nanoTime() + 60_000_000_000L;
      while (sidecar.meter(RELOADS) < before + edition) {
        if (System.nanoTime() > deadline) {
          throw new IOException("HAProxy was not reloaded for a change of the file");
        }
        Thread.sleep(50);
      }
      stage.say("reload %d, after %d changes".formatted(edition, backends.changes()));
    }
  }
}
