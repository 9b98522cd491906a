// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import io.smartstack.local.HaproxyProgram;
import io.smartstack.local.Living;
import io.smartstack.local.LocalException;
import io.smartstack.local.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code smartstack demo}: the whole walkthrough on this machine. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Plays the six-machine walkthrough on loopback, failures included, under load.",
      "Exit status 1 when a step fails, 2 for wrong usage."
    })
public final class DemoCommand implements Callable<Integer> {

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Logs, data and the report; emptied first. Default: ./.smartstack/demo, or one in the"
              + " temporary directory where that path is too long for sockets.")
  @Nullable Path directory;

  @Option(names = "--keep", description = "Leave the machines running at the end.")
  boolean keep;

  @Option(names = "--list", description = "Print the steps and play none.")
  boolean list;

  @Option(
      names = "--only",
      paramLabel = "WORDS",
      description = "Of the failures, play only chapters and steps whose titles hold these words.")
  @Nullable String only;

  @Override
  public Integer call() throws InterruptedException {
    try (Calls calls = new Calls()) {
      List<Step> steps = chosen();
      if (list) {
        steps.forEach(step -> System.out.println(step.chapter() + ": " + step.title()));
        return 0;
      }
      return play(steps, calls);
    } catch (LocalException problem) {
      System.err.println(problem.getMessage());
      return 1;
    } catch (IOException failure) {
      System.err.println("The walkthrough's files can't be written: " + failure);
      return 1;
    }
  }

  private List<Step> chosen() {
    List<Step> all = Chapters.all();
    String words = only;
    if (words == null) {
      return all;
    }
    List<Step> setUp =
        Stream.of(FirstSteps.steps(), MoreMachines.steps()).flatMap(List::stream).toList();
    return all.stream()
        .filter(step ->
            setUp.stream().anyMatch(needed -> needed.title().equals(step.title()))
                || (step.chapter() + " " + step.title()).contains(words))
        .toList();
  }

  private int play(List<Step> steps, Calls calls) throws IOException, InterruptedException {
    HaproxyProgram.require();
    Screen screen = new Screen(System.out);
    Path base =
        directory == null ? StageFiles.usualPlace() : directory.toAbsolutePath().normalize();
    Living.end(base, screen::plain);
    StageFiles.empty(base);
    Path files = StageFiles.extract(base.resolve("files"));
    Site site = new Site(base, StageFiles.machines(files));
    Cast cast = new Cast(site, files, calls);
    if (!keep) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(base, cast), "end"));
    }
    screen.plain("Six machines on loopback; logs and data in " + base);
    site.machines()
        .forEach(
            machine -> screen.plain("  %-18s %s".formatted(machine.name(), machine.address())));
    List<StepResult> results = new Walkthrough(cast, screen).play(steps);
    Report report = new Report(results, screen.elapsed());
    report.write(base);
    screen.plain("");
    screen.plain(report.table().text());
    screen.plain(report.sum() + "; report.json and report.md are in " + base);
    if (keep) {
      screen.plain("All still runs; `smartstack local down --dir " + base + "` ends it.");
    }
    return report.passed() ? 0 : 1;
  }

  /** Also on Ctrl-C, while a step is still at it. */
  private static void end(Path base, Cast cast) {
    cast.curtain();
    cast.calls().close();
    Living.end(base, line -> {});
  }
}
