// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.ruby;

import io.smartstack.bench.Figure;
import io.smartstack.bench.Limit;
import io.smartstack.bench.Samples;
import io.smartstack.bench.Scenario;
import io.smartstack.bench.Stage;
import io.smartstack.bench.Target;
import io.smartstack.bench.propagation.Pair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The original and ours in turns: a check's result until HAProxy acts on it, and memory. */
public final class AgainstRuby implements Scenario {

  @Override
  public String name() {
    return "against-ruby";
  }

  @Override
  public String about() {
    return "Airbnb's Ruby Nerve and Synapse and ours with the same files: from a check's answer until"
        + " HAProxy routes or no longer does, reloads, memory";
  }

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    Optional<Path> nerve = RubyCommand.find("nerve", "SMARTSTACK_RUBY_NERVE");
    Optional<Path> synapse = RubyCommand.find("synapse", "SMARTSTACK_RUBY_SYNAPSE");
    if (nerve.isEmpty() || synapse.isEmpty()) {
      stage.note(
          "the original's commands are not on this machine (neither on the PATH nor named by"
              + " SMARTSTACK_RUBY_NERVE and SMARTSTACK_RUBY_SYNAPSE): nothing was compared");
      return List.of(
          Figure.reported("Ruby Nerve and Synapse, machines compared", "machines", 0)
              .with("why", "not here"));
    }
    int samples = stage.size().of(30, 2);
    Outcome theirs;
    try (Pair pair = Pair.ruby(stage, nerve.get(), synapse.get())) {
      theirs = measure(pair, samples);
    }
    stage.say("the original is measured");
    Outcome ours;
    try (Pair pair = Pair.ours(stage)) {
      ours = measure(pair, samples);
    }
    return figures(theirs, ours);
  }

  private record Outcome(Samples up, Samples down, double mebibytes, double reloads) {}

  private static Outcome measure(Pair pair, int samples) throws Exception {
    List<Double> up = new ArrayList<>();
    List<Double> down = new ArrayList<>();
    pair.up();
    pair.down();
    double before = pair.reloads();
    for (int i = 0; i < samples; i++) {
      up.add(pair.up());
      down.add(pair.down());
    }
    return new Outcome(Samples.of(up), Samples.of(down), pair.mebibytes(), pair.reloads() - before);
  }

  /** Theirs as a multiple of ours: the more, the further ahead we are. */
  private static List<Figure> figures(Outcome theirs, Outcome ours) {
    Target ahead = new Target.AtLeastRatio(20);
    return List.of(
        Figure.of(
            "Ruby: check passes → routable, p50",
            "ms",
            theirs.up().p50(),
            new Limit("ours", ours.up().p50()),
            ahead),
        Figure.of(
            "Ruby: check fails → drained, p50",
            "ms",
            theirs.down().p50(),
            new Limit("ours", ours.down().p50()),
            ahead),
        Figure.of(
                "reloads of ours in the same changes", "reloads", ours.reloads(), new Target.Zero())
            .with("the original's", "%.0f".formatted(theirs.reloads())),
        Figure.of(
            "memory of ours, Nerve and Synapse without HAProxy, PSS",
            "MiB",
            ours.mebibytes(),
            new Limit("the original's", theirs.mebibytes()),
            new Target.AtMostRatio(1)));
  }
}
