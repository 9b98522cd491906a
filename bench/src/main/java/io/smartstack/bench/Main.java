// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code bench/run}. */
@Command(
    name = "bench/run",
    mixinStandardHelpOptions = true,
    description =
        "Measures on this machine, with real parts; the last line says which targets are held.",
    footer = {
      "",
      "Exits with 0 also when a target is missed; with 1 when a scenario breaks, or a request was",
      "lost or a reload made where there must be none."
    })
final class Main implements Callable<Integer> {

  @Option(names = "--smoke", description = "A short run of each, to see that it works.")
  private boolean smoke;

  @Option(names = "--update-docs", description = "Writes docs/performance too.")
  private boolean updateDocs;

  @Option(names = "--list", description = "Names the scenarios and ends.")
  private boolean list;

  @Parameters(paramLabel = "SCENARIO", description = "These alone; default: all. See --list.")
  private List<String> names = new ArrayList<>();

  private final Path home = Path.of(System.getProperty("smartstack.bench.home", "bench"));
  private final List<String> broken = new ArrayList<>();

  private Main() {}

  /** Runs and exits. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    if (list) {
      Scenarios.all().forEach(it -> System.out.printf("%-24s %s%n", it.name(), it.about()));
      return 0;
    }
    List<Scenario> chosen = chosen();
    List<Result> results = new ArrayList<>();
    for (Scenario scenario : chosen) {
      play(scenario, results);
    }
    if (updateDocs) {
      new Documentation(home.resolveSibling("docs").resolve("performance")).take(results);
    }
    List<Figure> figures = results.stream().flatMap(r -> r.figures().stream()).toList();
    String line = FinalLine.of(figures);
    if (!broken.isEmpty()) {
      line += "; broken: " + String.join(", ", broken);
    }
    System.out.println(line);
    return broken.isEmpty() && !FinalLine.faulty(figures) ? 0 : 1;
  }

  private List<Scenario> chosen() {
    List<String> known = Scenarios.all().stream().map(Scenario::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new CommandLine.ParameterException(
            new CommandLine(this), "no scenario " + name + "; there are " + known);
      }
    }
    return Scenarios.all().stream()
        .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
        .toList();
  }

  private void play(Scenario scenario, List<Result> results) throws IOException {
    System.out.println(scenario.name() + ": " + scenario.about());
    Path directory = home.resolve("target").resolve("stage").resolve(scenario.name());
    empty(directory);
    Size size = smoke ? Size.SMOKE : Size.FULL;
    Stage stage = new Stage(size, directory.toAbsolutePath());
    String machine = ThisMachine.words();
    Instant at = Instant.now();
    long start = System.nanoTime();
    try {
      List<Figure> figures = scenario.run(stage);
      double seconds = (System.nanoTime() - start) / 1e9;
      Result result =
          new Result(
              scenario.name(),
              scenario.about(),
              size,
              machine,
              at,
              seconds,
              figures,
              stage.notes());
      results.add(result);
      figures.forEach(figure -> System.out.println("    " + line(figure)));
      Path file = home.resolve("target").resolve("results").resolve(scenario.name() + ".json");
      Files.createDirectories(file.getParent());
      Files.writeString(file, ResultJson.text(ResultJson.of(result)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      broken.add(scenario.name());
    } catch (Exception e) {
      broken.add(scenario.name());
      System.out.println("    broken; its files are in " + directory);
      e.printStackTrace(System.out);
    }
  }

  private static String line(Figure figure) {
    StringBuilder line = new StringBuilder(figure.name());
    line.append(": ").append(Words.number(figure.value())).append(' ').append(figure.unit());
    Limit limit = figure.limit();
    if (limit != null) {
      line.append(" = ")
          .append(Words.number(figure.ratio().orElse(Double.NaN)))
          .append(" × ")
          .append(limit.name())
          .append(" (")
          .append(Words.number(limit.value()))
          .append(")");
    }
    Target target = figure.target();
    if (target != null) {
      line.append(", target ").append(target.words(figure.unit())).append(": ");
    }
    return line.append(target == null ? "" : figure.verdict().name().toLowerCase(Locale.ROOT))
        .toString();
  }

  private static void empty(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(directory);
  }
}
