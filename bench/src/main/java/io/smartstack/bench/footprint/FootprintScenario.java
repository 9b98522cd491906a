// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.footprint;

import io.smartstack.bench.Figure;
import io.smartstack.bench.Limit;
import io.smartstack.bench.Samples;
import io.smartstack.bench.Scenario;
import io.smartstack.bench.Stage;
import io.smartstack.bench.Target;
import io.smartstack.bench.parts.Answering;
import io.smartstack.bench.parts.Ensemble;
import io.smartstack.bench.parts.ImageFiles;
import io.smartstack.bench.parts.Parts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** What a sidecar costs: memory with several on one node, processor time to start and at rest. */
public final class FootprintScenario implements Scenario {

  private static final String NETWORK = "127.68.0";
  private static final int PODS = 4;
  private static final List<String> PLACES =
      IntStream.rangeClosed(1, PODS).mapToObj(i -> NETWORK + "." + (10 * i)).toList();
  private static final String NO_CACHE = "-XX:AOTMode=off";

  @Override
  public String name() {
    return "footprint";
  }

  @Override
  public String about() {
    return "Memory (PSS) and processor time of the sidecar's image: "
        + PODS
        + " pods on one node and"
        + " one alone, at rest with five checks a second, and from start to the first registration.";
  }

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    Path home = ImageFiles.of("sidecar", stage.directory().resolve("prepare.log"));
    List<Figure> figures = new ArrayList<>();
    try (Parts parts = new Parts()) {
      Ensemble zookeeper = parts.add(Ensemble.start(stage.directory(), NETWORK, 96));
      parts.add(Answering.at(stage.directory(), PLACES));
      FirstZnode starts = parts.add(FirstZnode.of(home, zookeeper));
      starts(stage, starts, figures);
      memory(stage, starts, figures);
    }
    return figures;
  }

  private static void starts(Stage stage, FirstZnode starts, List<Figure> figures)
      throws Exception {
    List<Double> with = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    int rounds = stage.size().of(11, 2);
    for (int i = 0; i < rounds; i++) {
      FirstZnode.Begun cached = once(stage, starts, "with" + i, "");
      FirstZnode.Begun plain = once(stage, starts, "without" + i, NO_CACHE);
      with.add(cached.cpuSeconds());
      without.add(plain.cpuSeconds());
      seconds.add(cached.seconds());
      stage.say(
          String.format(
              Locale.ROOT,
              "start → znode: %.2f s, CPU %.2f s; without the AOT cache %.2f s, CPU %.2f s",
              cached.seconds(),
              cached.cpuSeconds(),
              plain.seconds(),
              plain.cpuSeconds()));
    }
    Samples cpu = Samples.of(with);
    Limit limit = new Limit("the same without the AOT cache", Samples.of(without).p50());
    figures.add(
        Figure.of("start → znode written, CPU", "s", cpu.p50(), new Target.AtMost(0.55))
            .with("starts", rounds)
            .with(
                "best and worst",
                String.format(Locale.ROOT, "%.2f and %.2f s", cpu.min(), cpu.max())));
    figures.add(
        Figure.of(
            "start → znode written, CPU with the AOT cache",
            "s",
            cpu.p50(),
            limit,
            new Target.AtMostRatio(0.35)));
    figures.add(Figure.reported("start → znode written", "s", Samples.of(seconds).p50()));
  }

  private static FirstZnode.Begun once(
      Stage stage, FirstZnode starts, String name, String javaOptions) throws Exception {
    Path directory = Files.createDirectories(stage.directory().resolve(name));
    FirstZnode.Begun begun = starts.start(directory, PLACES.getFirst(), javaOptions);
    begun.pod().close();
    return begun;
  }

  private static void memory(Stage stage, FirstZnode starts, List<Figure> figures)
      throws Exception {
    try (Node node = Node.start(stage, starts, PLACES.subList(0, 1), "alone", "")) {
      node.rest(false);
      Node.Memory alone = node.memory();
      figures.add(
          Figure.reported("one pod alone on its node, PSS", "MiB", alone.pod())
              .with("JVM and HAProxy", alone.words()));
    }
    for (Relocation relocation : Relocation.values()) {
      try (Node node = Node.start(stage, starts, PLACES, relocation.name(), relocation.option)) {
        double idle = node.rest(relocation == Relocation.AS_SHIPPED);
        Node.Memory memory = node.memory();
        stage.say(relocation.words + ": " + memory.words());
        figures.add(
            new Figure(
                    "a pod's JVM and HAProxy with "
                        + PODS
                        + " on the node, PSS, "
                        + relocation.words,
                    "MiB",
                    memory.pod(),
                    null,
                    relocation == Relocation.AS_SHIPPED ? new Target.AtMost(56) : null,
                    Map.of())
                .with("JVM and HAProxy", memory.words())
                .with("stretch of 48 MiB", memory.pod() <= 48 ? "held" : "missed"));
        if (relocation == Relocation.AS_SHIPPED) {
          figures.add(
              Figure.of(
                      "a sidecar's JVM at rest, 5 checks/s",
                      "% of a core",
                      idle,
                      new Target.AtMost(1))
                  .with("HAProxy's", String.format(Locale.ROOT, "%.2f %%", node.haproxyIdle())));
        }
      }
    }
  }

  /** Where the JVM lays the cache's classes. */
  private enum Relocation {
    AS_SHIPPED("", "as shipped (ArchiveRelocationMode=0)"),
    AT_RANDOM("-XX:ArchiveRelocationMode=1", "with the cache at a random address");

    private final String option;
    private final String words;

    Relocation(String option, String words) {
      this.option = option;
      this.words = words;
    }
  }
}
