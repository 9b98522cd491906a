// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.registry.Registration;
import io.smartstack.sidecar.registry.Registration.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last-known-good backends on disk. A file that can't be read or is older than {@link #MAX_AGE}
 * counts as none: after that long an address may well belong to somebody else.
 */
final class CacheFile {

  static final Duration MAX_AGE = Duration.ofDays(7);

  private static final Logger log = LoggerFactory.getLogger(CacheFile.class);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path file;

  CacheFile(Path stateDirectory) {
    this.file = stateDirectory.resolve("synapse-backends.json");
  }

  Map<String, CachedService> read(Instant now) {
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      Instant saved = Instant.parse(root.path("saved_at").asText());
      if (saved.isBefore(now.minus(MAX_AGE))) {
        log.atWarn().log("synapse: {} is from {}, too old to be used", file, saved);
        return Map.of();
      }
      Map<String, CachedService> services = new LinkedHashMap<>();
      for (var service : root.path("services").properties()) {
        services.put(service.getKey(), service(service.getValue()).stale(saved));
      }
      return services;
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (IOException | DateTimeException e) {
      log.atWarn().log("synapse: {} can't be used: {}", file, e.toString());
      return Map.of();
    }
  }

  private static CachedService service(JsonNode json) throws IOException {
    List<Backend> backends = new ArrayList<>();
    for (JsonNode backend : json.path("backends")) {
      switch (Registration.read(JSON.writeValueAsBytes(backend))) {
        case Reading.Usable(Registration registration) ->
            backends.add(
                registration.backend(
                    backend.path("id").isIntegralNumber() ? backend.get("id").longValue() : null));
        case Reading.Unusable(String reason) ->
            log.atWarn().log("synapse: a cached backend is left out: {}", reason);
      }
    }
    JsonNode stale = json.path("stale_since");
    JsonNode section = json.path("haproxy");
    return new CachedService(
        json.path("path").asText(),
        stale.isTextual() ? Instant.parse(stale.textValue()) : null,
        backends,
        section.isObject() ? section : null);
  }

  /** Writes beside the old file and swaps the two, so that no reader and no crash sees half. */
  void write(Map<String, CachedService> services, Instant now) {
    ObjectNode root = JSON.createObjectNode().put("saved_at", now.toString());
    ObjectNode all = root.putObject("services");
    services.forEach((name, service) -> {
      ObjectNode json = all.putObject(name).put("path", service.path());
      if (service.staleSince() != null) {
        json.put("stale_since", service.staleSince().toString());
      }
      if (service.section() != null) {
        json.set("haproxy", service.section());
      }
      service.backends().forEach(b -> json.withArray("backends").add(b.json()));
    });
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      AtomicFile.write(
          file,
          file.resolveSibling("." + file.getFileName() + ".tmp"),
          JSON.writeValueAsBytes(root));
    } catch (IOException e) {
      log.atWarn().log("synapse: {} can't be written: {}", file, e.toString());
    }
  }
}
