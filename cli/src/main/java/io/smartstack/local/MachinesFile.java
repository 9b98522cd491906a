// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Machines files: read as a whole, refused as a whole with every problem named by its path. */
public final class MachinesFile {

  private static final YAMLMapper YAML = new YAMLMapper();

  private MachinesFile() {}

  /**
   * Reads the machines of one or several files.
   *
   * @throws LocalException when a file can't be read or has problems; all of them are listed
   */
  public static List<MachineSpec> read(List<Path> files) {
    List<MachineSpec> machines = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Path file : files) {
      Problems of = new Problems(file, problems);
      JsonNode list = tree(file, of).path("machines");
      if (!list.isArray() || list.isEmpty()) {
        of.add("machines", "expected a list of machines");
      }
      for (int i = 0; i < list.size(); i++) {
        MachineReader.read(list.get(i), "machines[" + i + "]", file, of).ifPresent(machines::add);
      }
    }
    problems.addAll(contradictions(machines));
    if (!problems.isEmpty()) {
      throw new LocalException("The machines can't be started:", problems);
    }
    return List.copyOf(machines);
  }

  private static JsonNode tree(Path file, Problems problems) {
    try {
      return YAML.readTree(Files.readString(file));
    } catch (JsonProcessingException broken) {
      problems.add("", "is no YAML: " + broken.getOriginalMessage());
    } catch (IOException unreadable) {
      problems.add("", "can't be read (" + unreadable.getClass().getSimpleName() + ")");
    }
    return YAML.createObjectNode();
  }

  /** What no single machine shows: names, addresses and server numbers used twice. */
  static List<String> contradictions(List<MachineSpec> machines) {
    List<String> problems = new ArrayList<>();
    Map<String, String> addresses = new HashMap<>();
    Set<String> names = new HashSet<>();
    Map<Integer, String> servers = new HashMap<>();
    for (MachineSpec machine : machines) {
      if (!names.add(machine.name())) {
        problems.add("two machines are named " + machine.name());
      }
      String other = addresses.put(machine.address(), machine.name());
      if (other != null) {
        problems.add("%s and %s both have %s".formatted(other, machine.name(), machine.address()));
      }
      MachineSpec.ZooKeeper zookeeper = machine.zookeeper();
      if (zookeeper != null) {
        String same = servers.put(zookeeper.id(), machine.name());
        if (same != null) {
          problems.add(
              "%s and %s are both ZooKeeper %d".formatted(same, machine.name(), zookeeper.id()));
        }
      }
    }
    return problems;
  }

  /** Collects problems, each with its file and path. */
  record Problems(Path file, List<String> list) {
    void add(String path, String what) {
      list.add(file + ": " + (path.isEmpty() ? "" : path + ": ") + what);
    }
  }
}
