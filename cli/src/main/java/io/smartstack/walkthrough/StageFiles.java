// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

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
import java.util.stream.Stream;

/** The walkthrough's directory and the files in it. */
final class StageFiles {

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

  private static final String LONGEST_NAME = "service_a_node_1";

  private StageFiles() {}

  /**
   * Below the working directory, or in the temporary one where sockets' paths would be too long.
   */
  static Path usualPlace() {
    Path here = Path.of(".smartstack", "demo").toAbsolutePath();
    String user = "smartstack-" + System.getProperty("user.name");
    return Site.fits(here, LONGEST_NAME)
        ? here
        : Path.of(System.getProperty("java.io.tmpdir"), user, "demo").toAbsolutePath();
  }

  static List<MachineSpec> machines(Path files) {
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

  static Path extract(Path target) throws IOException {
    Files.createDirectories(target);
    for (String name : FILES) {
      try (InputStream file =
          Objects.requireNonNull(
              StageFiles.class.getResourceAsStream("/walkthrough/" + name), name)) {
        Files.copy(file, target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return target;
  }

  /** Empties what a walkthrough has left, and nothing else. */
  static void empty(Path directory) throws IOException {
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
