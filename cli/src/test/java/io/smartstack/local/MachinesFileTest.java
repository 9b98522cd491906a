// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MachinesFileTest {

  private static final Path EXAMPLES = Path.of("../examples/local");

  @TempDir Path directory;

  @Test
  void theExamplesAreSixMachinesWithAnAddressEach() {
    List<MachineSpec> machines =
        MachinesFile.read(
            List.of(EXAMPLES.resolve("zookeeper.yaml"), EXAMPLES.resolve("services.yaml")));

    assertThat(machines)
        .extracting(MachineSpec::address)
        .doesNotHaveDuplicates()
        .hasSize(6)
        .allMatch(address -> address.startsWith("127.168.11.10"));
    assertThat(machines.getFirst().roles()).containsExactly(Role.ZOOKEEPER);
    assertThat(machines.getLast().roles()).containsExactly(Role.SERVICE, Role.NERVE, Role.SYNAPSE);
  }

  @Test
  void aBadFileIsRefusedWithEveryProblemByItsPath() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("bad.yaml"),
            """
            machines:
              - {name: "no blanks", address: 10.0.0.1, zookeeper: {id: 0}}
              - {name: b, address: 127.0.1.2, nerve: missing.json, colour: red}
              - {name: c, address: 127.0.1.3}
              - {name: d, address: 127.0.1.4, service: {command: [], port: http}}
            """);

    assertThatThrownBy(() -> MachinesFile.read(List.of(file)))
        .isInstanceOf(LocalException.class)
        .hasMessageContainingAll(
            "machines[0].name: expected letters",
            "machines[0].address: expected an address of 127.0.0.0/8, got \"10.0.0.1\"",
            "machines[0].zookeeper.id: expected a whole number from 1 to 255, got 0",
            "machines[1].nerve: no such file",
            "machines[1].colour: unknown key",
            "machines[2]: nothing runs there",
            "machines[3].service.command: expected a list of words",
            "machines[3].service.port: expected a whole number from 1 to 65535, got \"http\"");
  }

  @Test
  void twoMachinesCannotShareNameAddressOrServerNumber() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("twice.yaml"),
            """
            machines:
              - {name: a, address: 127.0.1.2, zookeeper: {id: 1}}
              - {name: a, address: 127.0.1.2, zookeeper: {id: 1}}
            """);

    assertThatThrownBy(() -> MachinesFile.read(List.of(file)))
        .hasMessageContainingAll(
            "two machines are named a", "both have 127.0.1.2", "are both ZooKeeper 1");
  }

  @Test
  void aFileThatIsMissingOrNoYamlIsNamed() throws IOException {
    Path broken = Files.writeString(directory.resolve("broken.yaml"), "machines: [");

    assertThatThrownBy(() -> MachinesFile.read(List.of(broken, directory.resolve("missing.yaml"))))
        .hasMessageContainingAll("broken.yaml: is no YAML", "missing.yaml: can't be read");
  }
}
