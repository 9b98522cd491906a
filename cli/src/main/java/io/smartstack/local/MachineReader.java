// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one machine of a machines file. */
final class MachineReader {

  static final int DEFAULT_TICK_MILLIS = 1000;
  static final int DEFAULT_MAX_SESSION_MILLIS = 40_000;

  private static final Set<String> KEYS =
      Set.of("name", "address", "zookeeper", "service", "nerve", "synapse", "sidecar");
  private static final Set<String> ZOOKEEPER_KEYS =
      Set.of("id", "tick_time", "max_session_timeout");
  private static final Set<String> SERVICE_KEYS = Set.of("command", "port", "files");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
  private static final Pattern LOOPBACK =
      Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
  private static final int MAX_ID = 255;
  private static final int MAX_PORT = 65_535;

  private final String path;
  private final Path file;
  private final MachinesFile.Problems problems;

  private MachineReader(String path, Path file, MachinesFile.Problems problems) {
    this.path = path;
    this.file = file;
    this.problems = problems;
  }

  static Optional<MachineSpec> read(
      JsonNode json, String path, Path file, MachinesFile.Problems problems) {
    int before = problems.list().size();
    MachineSpec machine = new MachineReader(path, file, problems).machine(json);
    return problems.list().size() == before ? Optional.of(machine) : Optional.empty();
  }

  private MachineSpec machine(JsonNode json) {
    known(json, "", KEYS);
    String name = json.path("name").asText();
    if (!NAME.matcher(name).matches()) {
      problem(".name", "expected letters, digits, _ - . , got \"" + name + "\"");
    }
    String address = json.path("address").asText();
    if (!LOOPBACK.matcher(address).matches()) {
      problem(".address", "expected an address of 127.0.0.0/8, got \"" + address + "\"");
    }
    MachineSpec machine =
        new MachineSpec(
            name,
            address,
            zookeeper(json.path("zookeeper")),
            service(json.path("service")),
            config(json, "nerve"),
            config(json, "synapse"),
            json.path("sidecar").asBoolean(false));
    if (machine.sidecar() && (machine.nerve() == null || machine.synapse() == null)) {
      problem(".sidecar", "needs both nerve and synapse");
    }
    if (machine.roles().isEmpty()) {
      problem("", "nothing runs there: give it zookeeper, service, nerve or synapse");
    }
    return machine;
  }

  private MachineSpec.@Nullable ZooKeeper zookeeper(JsonNode json) {
    if (json.isMissingNode()) {
      return null;
    }
    known(json, ".zookeeper", ZOOKEEPER_KEYS);
    return new MachineSpec.ZooKeeper(
        whole(json, ".zookeeper", "id", null, 1, MAX_ID),
        whole(json, ".zookeeper", "tick_time", DEFAULT_TICK_MILLIS, 50, 60_000),
        whole(json, ".zookeeper", "max_session_timeout", DEFAULT_MAX_SESSION_MILLIS, 100, 600_000));
  }

  private MachineSpec.@Nullable Service service(JsonNode json) {
    if (json.isMissingNode()) {
      return null;
    }
    known(json, ".service", SERVICE_KEYS);
    List<String> command = new ArrayList<>();
    json.path("command").forEach(word -> command.add(word.asText()));
    if (command.isEmpty()) {
      problem(".service.command", "expected a list of words");
    }
    Map<String, String> files = new HashMap<>();
    json.path("files")
        .properties()
        .forEach(entry -> files.put(entry.getKey(), entry.getValue().asText()));
    int port = whole(json, ".service", "port", null, 1, MAX_PORT);
    return new MachineSpec.Service(command, port, files);
  }

  private @Nullable Path config(JsonNode json, String key) {
    if (!json.has(key)) {
      return null;
    }
    Path config = file.toAbsolutePath().resolveSibling(json.path(key).asText()).normalize();
    if (!Files.isReadable(config)) {
      problem("." + key, "no such file: " + config);
    }
    return config;
  }

  private int whole(
      JsonNode json, String at, String key, @Nullable Integer absent, int least, int most) {
    JsonNode value = json.path(key);
    if (value.isMissingNode() && absent != null) {
      return absent;
    }
    if (!value.isIntegralNumber() || value.intValue() < least || value.intValue() > most) {
      problem(
          at + "." + key,
          "expected a whole number from %d to %d, got %s".formatted(least, most, shown(value)));
      return least;
    }
    return value.intValue();
  }

  private void known(JsonNode json, String at, Set<String> keys) {
    if (!json.isObject()) {
      problem(at, "expected keys and values, got " + shown(json));
    }
    json.fieldNames()
        .forEachRemaining(key -> {
          if (!keys.contains(key)) {
            problem(at + "." + key, "unknown key");
          }
        });
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() ? "nothing" : value.toString();
  }

  private void problem(String at, String what) {
    problems.add(path + at, what);
  }
}
