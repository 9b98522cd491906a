// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.smartstack.sidecar.backend.Backend;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code file_output}: one {@code <service>.json} per service with its backends, for programs that
 * would rather read a file than ask HAProxy. Every other {@code .json} in the directory is deleted.
 */
final class FileOutput {

  private static final Logger log = LoggerFactory.getLogger(FileOutput.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;

  FileOutput(Path directory) {
    this.directory = directory;
  }

  /** Makes the directory say exactly this; a file that says the same already is not touched. */
  void write(Map<String, List<Backend>> services) {
    try {
      Files.createDirectories(directory);
      purge(services);
    } catch (IOException e) {
      log.atError().log("synapse: file output to {} fails: {}", directory, e.toString());
      return;
    }
    services.forEach((service, backends) -> {
      try {
        write(service, backends);
      } catch (IOException e) {
        log.atError()
            .addKeyValue("service", service)
            .log("synapse: file output of {} fails: {}", service, e.toString());
      }
    });
  }

  private void write(String service, List<Backend> backends) throws IOException {
    ArrayNode json = JSON.createArrayNode();
    backends.forEach(backend -> json.add(backend.json()));
    byte[] bytes = JSON.writeValueAsBytes(json);
    Path file = directory.resolve(service + ".json");
    if (!Files.exists(file) || !Arrays.equals(bytes, Files.readAllBytes(file))) {
      AtomicFile.write(file, directory.resolve("." + service + ".json.tmp"), bytes);
    }
  }

  private void purge(Map<String, List<Backend>> services) throws IOException {
    List<Path> unknown = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!name.startsWith(".") && !services.containsKey(name.replaceFirst("\\.json$", ""))) {
          unknown.add(file);
        }
      }
    }
    if (!unknown.isEmpty()) {
      log.atInfo().log("synapse: purging unknown service files {}", unknown);
    }
    for (Path file : unknown) {
      Files.deleteIfExists(file);
    }
  }
}
