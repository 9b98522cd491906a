// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import static io.smartstack.sidecar.synapse.Services.discovered;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.config.SynapseConfig;
import io.smartstack.sidecar.config.SynapseConfigFile;
import io.smartstack.sidecar.config.SynapseServiceConfig;
import io.smartstack.sidecar.registry.Registration;
import io.smartstack.sidecar.registry.Registration.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileOutputTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path COMPAT = Path.of("src/test/resources/compat");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"airbnb_synapse_conf", "features", "justscu", "seed_simple_http_service"})
  void theFilesOfTheReferenceAreReproducedByteForByte(String tag) throws Exception {
    JsonNode input = JSON.readTree(COMPAT.resolve(tag + ".input.json").toFile());
    Path file = directory.resolve("synapse.json");
    JSON.writeValue(file.toFile(), input.get("synapse_config"));
    SynapseConfig config = SynapseConfigFile.read(file).config();
    Path output = directory.resolve("output");

    Map<String, List<Backend>> services = new LinkedHashMap<>();
    for (SynapseServiceConfig service : config.services().values()) {
      List<Backend> discovered = discoveredIn(input.path("discovered").path(service.name()));
      LastKnownGood known =
          LastKnownGood.nothing().after(BackendsRule.usable(service, discovered), Duration.ZERO);
      services.put(service.name(), BackendsRule.answered(service, known).backends());
    }
    new FileOutput(output).write(services);

    assertThat(contents(output)).isEqualTo(contents(COMPAT.resolve(tag + ".file_output")));
  }

  @Test
  void onlyWhatChangedIsWrittenAndWhatIsUnknownGoes() throws IOException {
    FileOutput output = new FileOutput(directory);
    output.write(Map.of("a", List.of(discovered("a", 1)), "b", List.of()));
    FileTime longAgo = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(directory.resolve("a.json"), longAgo);
    Files.writeString(directory.resolve("stranger.json"), "[]");
    Files.writeString(directory.resolve("notes.txt"), "");

    output.write(Map.of("a", List.of(discovered("a", 1)), "c", List.of(discovered("c", 1))));

    assertThat(Files.getLastModifiedTime(directory.resolve("a.json"))).isEqualTo(longAgo);
    assertThat(contents(directory)).containsOnlyKeys("a.json", "c.json", "notes.txt");
  }

  private static List<Backend> discoveredIn(JsonNode backends) throws IOException {
    List<Backend> read = new ArrayList<>();
    for (JsonNode backend : backends) {
      if (Registration.read(JSON.writeValueAsBytes(backend))
          instanceof Reading.Usable(Registration registration)) {
        read.add(registration.backend(backend.get("id").longValue()));
      }
    }
    return read;
  }

  private static Map<String, String> contents(Path directory) throws IOException {
    Map<String, String> contents = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(directory).sorted()) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readString(file, UTF_8));
      }
    }
    return contents;
  }
}
