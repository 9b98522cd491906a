// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import io.smartstack.local.HaproxyProgram;
import io.smartstack.local.Living;
import io.smartstack.local.LocalException;
import io.smartstack.local.MachineSpec;
import io.smartstack.local.MachinesFile;
import io.smartstack.local.Site;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  private static final List<String> FILES =
      List.of(
          "zookeeper.yaml",
          "services.yaml",
          "service_a.nerve.conf.json",
          "service_b.nerve.conf.json",
          "synapse.conf.json",
          "synapse.no-retry.conf.json",
          "synapse.no-check.conf.json",
          "synapse.forgetful.conf.json");

  private static final String MARK = "walkthrough";

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Logs, data and the report; emptied first. Default: ./.smartstack/demo")
  Path directory = Path.of(".smartstack", "demo");

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
    Path base = directory.toAbsolutePath().normalize();
    Living.end(base, screen::plain);
    empty(base);
    Path files = extract(base.resolve("files"));
    Site site = new Site(base, machines(files));
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

  private static List<MachineSpec> machines(Path files) {
    List<MachineSpec> machines = new ArrayList<>();
    for (MachineSpec machine :
        MachinesFile.read(
            List.of(files.resolve("zookeeper.yaml"), files.resolve("services.yaml")))) {
      machines.add(withoutHealth(machine));
    }
    return machines;
  }

  /** The seed's reader makes that file by hand. */
  private static MachineSpec withoutHealth(MachineSpec machine) {
    MachineSpec.Service service = machine.service();
    if (service == null) {
      return machine;
    }
    Map<String, String> files = new HashMap<>(service.files());
    files.remove("health");
    return new MachineSpec(
        machine.name(),
        machine.address(),
        machine.zookeeper(),
        new MachineSpec.Service(service.command(), service.port(), files),
        machine.nerve(),
        machine.synapse(),
        machine.sidecar());
  }

  private static Path extract(Path target) throws IOException {
    Files.createDirectories(target);
    for (String name : FILES) {
      try (InputStream file =
          Objects.requireNonNull(
              DemoCommand.class.getResourceAsStream("/walkthrough/" + name), name)) {
        Files.copy(file, target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return target;
  }

  /** Empties what a walkthrough has left, and nothing else. */
  private static void empty(Path directory) throws IOException {
    Path mark = directory.resolve(MARK);
    if (Files.isDirectory(directory) && !Files.exists(mark)) {
      try (Stream<Path> anything = Files.list(directory)) {
        if (anything.findAny().isPresent()) {
          throw new LocalException(
              directory + " holds something else: give another --dir, or remove it yourself");
        }
      }
    }
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(directory);
    Files.writeString(mark, "This directory belongs to `smartstack demo`, which empties it.\n");
  }
}
