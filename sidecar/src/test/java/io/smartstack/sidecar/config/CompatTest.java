// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The verdicts on configurations that public repositories hold. */
final class CompatTest {

  private static final Path COMPAT = Path.of("src/test/resources/compat");

  @TempDir Path repository;

  @ParameterizedTest(name = "{0}: {1} problems, {2} warnings")
  @CsvSource({
    "airbnb-nerve__example__nerve.conf.json, 2, 0",
    "blang-smartstack-example__httpfrontend__conf__nerve__nerve.conf.json, 0, 4",
    "blang-smartstack-example__service__conf__nerve__nerve.conf.json, 0, 4",
    "justscu-BL__nerve.commented.json, 0, 2",
    "rithium-stor-auth__nerve.conf.json, 0, 2",
    "rithium-stor-data__nerve.conf.json, 0, 2",
  })
  void nerveFileHasItsVerdict(String file, int problems, int warnings) throws IOException {
    Path checkedOut = checkOut(file);
    verdict(() -> NerveConfigFile.read(checkedOut, null, null), problems, warnings);
  }

  @ParameterizedTest(name = "{0}: {1} problems, {2} warnings")
  @CsvSource({
    "airbnb-synapse__config__discovery-multi.conf.json, 2, 0",
    "airbnb-synapse__config__hostheader_test.json, 1, 0",
    "airbnb-synapse__config__svcdir_test.json, 2, 0",
    "airbnb-synapse__config__synapse.conf.json, 0, 1",
    "blang-smartstack-example__httpfrontend__conf__synapse__synapse.conf.json, 0, 2",
    "blang-smartstack-example__service__conf__synapse__synapse.conf.json, 0, 3",
    "justscu-BL__synapse.conf.json, 0, 0",
    "rithium-stor-auth__synapse.conf.json, 0, 2",
    "rithium-stor-data__synapse.conf.json, 0, 2",
  })
  void synapseFileHasItsVerdict(String file, int problems, int warnings) throws IOException {
    Path checkedOut = checkOut(file);
    verdict(() -> SynapseConfigFile.read(checkedOut), problems, warnings);
  }

  @Test
  void aResolverThatDoesNotExistIsNamed() throws IOException {
    Path file = checkOut("airbnb-synapse__config__discovery-multi.conf.json");
    assertThatCode(() -> SynapseConfigFile.read(file))
        .hasMessageContaining(
            "services.service1.discovery_multi.resolver.method: unknown resolver \"fallback\"");
  }

  @Test
  void aFileWithoutSocketIsTakenWithAWarning() throws Exception {
    Path file = checkOut("rithium-stor-auth__synapse.conf.json");
    assertThat(SynapseConfigFile.read(file).warnings())
        .extracting(Problem::path)
        .containsExactly("services.mysql.discovery.hosts[0]", "haproxy.socket_file_path");
  }

  @Test
  void anEscapedBlankIsABlank() throws Exception {
    HaproxyConfig haproxy =
        SynapseConfigFile.read(checkOut("justscu-BL__synapse.conf.json")).config().haproxy();
    assertThat(haproxy)
        .extracting(HaproxyConfig::extraSections)
        .asString()
        .contains("stats realm itnihao itnihao,");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "airbnb_synapse_conf",
        "features",
        "justscu",
        "rithium_stor_data_tcpless",
        "seed_simple_http_service"
      })
  void theInputsOfTheReferenceOutputsAreAccepted(String tag) throws Exception {
    ObjectMapper json = new ObjectMapper();
    JsonNode input = json.readTree(COMPAT.resolve(tag + ".input.json").toFile());
    Path file = repository.resolve("synapse.conf.json");
    json.writeValue(file.toFile(), input.get("synapse_config"));
    assertThat(SynapseConfigFile.read(file).config().services()).isNotEmpty();
  }

  /** Every problem of a public file is a part that comes later, or the resolver nobody has. */
  private static void verdict(Reading reading, int problems, int warnings) {
    List<Problem> refused = List.of();
    List<Problem> warned = List.of();
    try {
      warned = reading.read().warnings();
    } catch (ConfigException e) {
      refused = e.problems();
    }
    assertThat(refused)
        .hasSize(problems)
        .allSatisfy(p -> assertThat(p.message()).containsAnyOf("comes later", "unknown resolver"));
    assertThat(warned).hasSize(problems == 0 ? warnings : 0);
  }

  private interface Reading {
    Loaded<?> read() throws ConfigException;
  }

  /**
   * Lays the files of one repository out as they were, so that a {@code service_conf_dir} is found:
   * relative to the repository, in which the configuration is put.
   */
  private Path checkOut(String name) throws IOException {
    String owner = name.substring(0, name.indexOf("__") + 2);
    try (Stream<Path> all = Files.list(COMPAT.resolve("configs"))) {
      for (Path each : all.toList()) {
        String file = String.valueOf(each.getFileName());
        if (file.startsWith(owner)) {
          Path to = repository.resolve(file.substring(owner.length()).replace("__", "/"));
          Files.createDirectories(to.getParent());
          Files.copy(each, to);
        }
      }
    }
    return Files.copy(COMPAT.resolve("configs").resolve(name), repository.resolve("the.conf.json"));
  }
}
