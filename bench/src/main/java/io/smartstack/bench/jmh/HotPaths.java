// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.jmh;

import io.smartstack.bench.Figure;
import io.smartstack.bench.Scenario;
import io.smartstack.bench.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every path that a change runs through in a sidecar, alone and warm. */
public final class HotPaths implements Scenario {

  @Override
  public String name() {
    return "hot-paths";
  }

  @Override
  public String about() {
    return "what a change runs through in the sidecar, alone and warm, compiled as in the sidecar (C1)";
  }

  @Override
  public List<Figure> run(Stage stage) throws RunnerException {
    int rounds = stage.size().of(5, 1);
    TimeValue each = TimeValue.milliseconds(stage.size().of(1000, 200));
    Options options =
        new OptionsBuilder()
            .include("Path\\.")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.MICROSECONDS)
            .forks(1)
            .warmupIterations(rounds)
            .warmupTime(each)
            .measurementIterations(rounds)
            .measurementTime(each)
            .jvmArgs("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-XX:-UsePerfData")
            .output(stage.directory().resolve("jmh.log").toString())
            .verbosity(VerboseMode.NORMAL)
            .shouldFailOnError(true)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    List<Figure> figures = new ArrayList<>();
    for (RunResult result : results) {
      String label = result.getPrimaryResult().getLabel();
      figures.add(
          Figure.reported(words(label), "µs", result.getPrimaryResult().getScore())
              .with("±", "%.3f µs".formatted(result.getPrimaryResult().getScoreError())));
    }
    return figures;
  }

  /** A method's name as words: {@code nameIsDecoded} is {@code name is decoded}. */
  static String words(String method) {
    return method.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }
}
