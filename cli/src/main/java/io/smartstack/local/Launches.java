// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How each role's process is started; writes the files it reads. */
final class Launches {

  static final int NERVE_ADMIN = 3211;
  static final int SYNAPSE_ADMIN = 3210;

  private static final String COMMAND = "io.smartstack.cli.SmartStack";
  private static final int ZOOKEEPER_HEAP = 96;
  private static final int SIDECAR_HEAP = 64;
  private static final int SERVICE_HEAP = 48;

  private Launches() {}

  static Launch of(Machine machine, Role role, List<MachineSpec> ensemble) throws IOException {
    return switch (role) {
      case ZOOKEEPER -> zookeeper(machine, ensemble);
      case SERVICE -> service(machine);
      case NERVE -> {
        Path config = render(machine, machine.spec().nerve(), "nerve.conf.json");
        List<String> arguments = new ArrayList<>(List.of("nerve", "-c", config.toString()));
        arguments.addAll(List.of("-i", machine.name(), "--host", machine.address()));
        yield sidecar(machine, role, NERVE_ADMIN, arguments, Files.readString(config));
      }
      case SYNAPSE -> {
        Path config = render(machine, machine.spec().synapse(), "synapse.conf.json");
        List<String> arguments = List.of("synapse", "-c", config.toString());
        yield sidecar(machine, role, SYNAPSE_ADMIN, arguments, Files.readString(config));
      }
      case SIDECAR -> {
        Path nerve = render(machine, machine.spec().nerve(), "nerve.conf.json");
        Path synapse = render(machine, machine.spec().synapse(), "synapse.conf.json");
        List<String> arguments =
            List.of(
                "sidecar",
                "-n",
                nerve.toString(),
                "-s",
                synapse.toString(),
                "-i",
                machine.name(),
                "--host",
                machine.address());
        String text = Files.readString(nerve) + Files.readString(synapse);
        yield sidecar(machine, role, SYNAPSE_ADMIN, arguments, text);
      }
    };
  }

  private static Launch zookeeper(Machine machine, List<MachineSpec> ensemble) throws IOException {
    Path directory = machine.state(Role.ZOOKEEPER);
    Path data = Files.createDirectories(directory.resolve("data"));
    MachineSpec.ZooKeeper own = Objects.requireNonNull(machine.spec().zookeeper());
    Files.writeString(data.resolve("myid"), own.id() + "\n");
    String text = ZooKeeperConfig.render(machine.spec(), ensemble, data);
    Path file = Files.writeString(directory.resolve("zoo.cfg"), text);
    List<String> options =
        List.of(
            "-Dlogback.configurationFile=zookeeper-logback.xml",
            "-Dzookeeper.jmx.log4j.disable=true",
            "-Dzookeeper.serverCnxnFactory=org.apache.zookeeper.server.NIOServerCnxnFactory");
    List<String> command =
        JavaProgram.command(
            ZOOKEEPER_HEAP,
            options,
            "org.apache.zookeeper.server.quorum.QuorumPeerMain",
            List.of(file.toString()));
    return new Launch(command, directory, text);
  }

  private static Launch service(Machine machine) throws IOException {
    MachineSpec.Service service = Objects.requireNonNull(machine.spec().service());
    Files.createDirectories(machine.www());
    for (Map.Entry<String, String> file : service.files().entrySet()) {
      Files.writeString(machine.www().resolve(file.getKey()), fill(machine, file.getValue()));
    }
    if (service.asWritten()) {
      return new Launch(service.command(), machine.www(), "", service.environment());
    }
    List<String> command = service.command().stream().map(word -> fill(machine, word)).toList();
    if (command.getFirst().equals("smartstack")) {
      command =
          JavaProgram.command(SERVICE_HEAP, List.of(), COMMAND, command.subList(1, command.size()));
    }
    return new Launch(command, machine.www(), "");
  }

  private static Launch sidecar(
      Machine machine, Role role, int admin, List<String> arguments, String configuration) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--admin", machine.address() + ":" + admin));
    // A sidecar takes over the HAProxy that Synapse left, and the other way round.
    Role keeper = role == Role.SIDECAR ? Role.SYNAPSE : role;
    all.addAll(List.of("--state-dir", machine.state(keeper).toString()));
    return new Launch(
        JavaProgram.command(SIDECAR_HEAP, List.of(), COMMAND, all),
        machine.directory(),
        configuration);
  }

  private static Path render(Machine machine, @Nullable Path source, String name)
      throws IOException {
    String text = Files.readString(Objects.requireNonNull(source));
    Path target = machine.directory().resolve(name);
    String filled = fill(machine, text);
    // An unchanged file keeps its time: who watches it has nothing to reload.
    if (!Files.exists(target) || !Files.readString(target).equals(filled)) {
      Files.writeString(target, filled);
    }
    return target;
  }

  /** Fills in what differs from machine to machine. */
  static String fill(Machine machine, String text) {
    return text.replace("${ADDRESS}", machine.address())
        .replace("${NAME}", machine.name())
        .replace("${DIR}", machine.directory().toString());
  }
}
