// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Synapse's state file: which server holds which id, and when it was last seen. */
final class StateFile {

  private static final Logger log = LoggerFactory.getLogger(StateFile.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path path;
  private final Duration ttl;

  StateFile(Path path, Duration ttl) {
    this.path = path;
    this.ttl = ttl;
  }

  /**
   * What the file holds of these services, without what is older than the TTL; nothing when it is
   * missing or broken. Slots are not in it: see {@link WrittenText#allocation}.
   */
  Allocation read(List<ProxiedService> services, Instant now) {
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(path));
      return StateJson.read(root, services, ttl, now);
    } catch (NoSuchFileException e) {
      return Allocation.none();
    } catch (JacksonException e) {
      log.atWarn()
          .addKeyValue("file", path)
          .log("synapse: state file {} is broken and taken as empty: {}", path, e.getMessage());
      return Allocation.none();
    } catch (IOException e) {
      log.atWarn().addKeyValue("file", path).log("synapse: could not read state file {}", path, e);
      return Allocation.none();
    }
  }

  /**
   * Replaces the file in one step.
   *
   * @throws IOException when it can't be written; the old one is then still there
   */
  void write(Rendered rendered, List<ProxiedService> services, Instant now) throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    Path next = path.resolveSibling(path.getFileName() + ".tmp");
    byte[] text =
        JSON.writerWithDefaultPrettyPrinter()
            .writeValueAsBytes(StateJson.of(rendered, services, now));
    Files.write(next, text);
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
