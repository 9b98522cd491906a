// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.HaproxyConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What HAProxy's configuration file says is served, whoever wrote it, the Ruby Synapse included:
 * all that is known of a service before the registry has answered for the first time.
 */
public final class ServedBefore {

  private static final Logger log = LoggerFactory.getLogger(ServedBefore.class);

  private ServedBefore() {}

  /**
   * Reads the servers in the file.
   *
   * @return the backends by the name of their section; none where there is no such file
   */
  public static Map<String, List<Backend>> read(HaproxyConfig config) {
    Path file = config.configFilePath();
    if (file == null) {
      return Map.of();
    }
    try {
      return backends(Files.readString(file));
    } catch (NoSuchFileException none) {
      return Map.of();
    } catch (IOException unreadable) {
      log.atWarn().log("synapse: {} can't be read: {}", file, unreadable.toString());
      return Map.of();
    }
  }

  static Map<String, List<Backend>> backends(String text) {
    Rendered written = WrittenText.read(text);
    Map<String, List<Backend>> found = new LinkedHashMap<>();
    for (BackendSection section : written.sections()) {
      found.put(
          section.name(),
          section.servers().stream()
              .filter(server -> !server.disabled())
              .filter(server -> HostPort.of(server.address()).port() > 0)
              .map(server -> backend(server, written.allocation().section(section.name())))
              .toList());
    }
    return found;
  }

  private static Backend backend(ServerLine server, Allocation.Section allocation) {
    HostPort at = HostPort.of(server.address());
    String held = allocation.lines().get(server.name());
    String name = held == null ? server.name() : held;
    String suffix = "_" + server.address();
    boolean named = name.endsWith(suffix) && name.length() > suffix.length();
    return new Backend(
        named ? name.substring(0, name.length() - suffix.length()) : null,
        at.host(),
        Port.of(at.port()),
        null,
        null,
        null,
        null,
        true);
  }
}
