// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.propagation;

import io.smartstack.bench.Figure;
import io.smartstack.bench.Limit;
import io.smartstack.bench.Samples;
import io.smartstack.bench.Scenario;
import io.smartstack.bench.Stage;
import io.smartstack.bench.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A check's result until one caller's HAProxy acts on it, beside a bare write to ZooKeeper. */
public final class OneConsumer implements Scenario {

  @Override
  public String name() {
    return "propagation";
  }

  @Override
  public String about() {
    return "from the moment a check is answered until a caller's HAProxy routes to the backend, or no"
        + " longer does; in turns with bare writes of the same bytes to the same three servers";
  }

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    int samples = stage.size().of(400, 12);
    int warmup = stage.size().of(60, 6);
    try (Relay relay = Relay.start(stage)) {
      stage.say("Nerve, Synapse and HAProxy are up");
      for (int i = 0; i < warmup; i++) {
        relay.plain().sample();
        relay.encoded().sample();
      }
      relay.plain().forget();
      relay.encoded().forget();
      double reloads = relay.reloads();
      for (int i = 0; i < samples; i++) {
        relay.plain().sample();
        relay.encoded().sample();
        if (i % 50 == 49) {
          stage.say((i + 1) + " of " + samples + " samples of each kind");
        }
      }
      List<Figure> figures = new ArrayList<>();
      of(figures, relay.encoded().times(), 1.2, 2);
      of(figures, relay.plain().times(), 1.6, 2.5);
      figures.add(
          Figure.of("HAProxy reloads", "reloads", relay.reloads() - reloads, new Target.Zero())
              .with("changes", 4 * samples));
      stage.note(
          "Nerve and the bare client are at one follower, Synapse at the other; the ensemble's three"
              + " servers share one disk, and all share this machine's cores");
      stage.note("cores: " + pressure());
      return figures;
    }
  }

  /** How contended this machine is, in the kernel's words: every hand-over waits for a core. */
  private static String pressure() throws IOException {
    Path file = Path.of("/proc/pressure/cpu");
    return Files.exists(file)
        ? "pressure " + Files.readAllLines(file).getFirst()
        : "load " + Files.readString(Path.of("/proc/loadavg")).strip();
  }

  private static void of(List<Figure> figures, Times times, double p50, double p99) {
    Samples up = Samples.of(times.routable());
    Samples down = Samples.of(times.drained());
    Samples create = Samples.of(times.createAck());
    Samples delete = Samples.of(times.deleteAck());
    String kind = times.kind();
    String routable = "check passes → routable, " + kind;
    String drained = "check fails → drained, " + kind;
    figures.add(
        Figure.of(
                routable + ", p50",
                "ms",
                up.p50(),
                created(create.p50()),
                new Target.AtMostRatio(p50))
            .with("samples", up.count())
            .with(
                "check answered → znode announced to a bare watcher, p50, ms",
                Samples.of(times.announced()).p50())
            .with("announced → routable, p50, ms", Samples.of(times.told()).p50()));
    figures.add(
        Figure.of(
            routable + ", p50, against a bare relay",
            "ms",
            up.p50(),
            new Limit(
                "bare create, bare watcher, one HAProxy command",
                Samples.of(times.createRelay()).p50()),
            null));
    figures.add(
        Figure.of(
            routable + ", p99",
            "ms",
            up.p99(),
            created(create.p99()),
            new Target.AtMostRatio(p99)));
    figures.add(
        Figure.of(
                drained + ", p50",
                "ms",
                down.p50(),
                deleted(delete.p50()),
                new Target.AtMostRatio(1.2))
            .with("samples", down.count())
            .with(
                "check answered → znode's end announced to a bare watcher, p50, ms",
                Samples.of(times.withdrawn()).p50())
            .with("announced → drained, p50, ms", Samples.of(times.untold()).p50()));
    figures.add(
        Figure.of(
            drained + ", p50, against a bare relay",
            "ms",
            down.p50(),
            new Limit(
                "bare delete, bare watcher, one HAProxy command",
                Samples.of(times.deleteRelay()).p50()),
            null));
    figures.add(Figure.of(drained + ", p99", "ms", down.p99(), deleted(delete.p99()), null));
  }

  private static Limit created(double millis) {
    return new Limit("bare create-ack", millis);
  }

  private static Limit deleted(double millis) {
    return new Limit("bare delete-ack", millis);
  }
}
