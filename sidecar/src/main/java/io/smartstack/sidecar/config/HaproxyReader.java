// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the {@code haproxy} section at the top of {@code synapse.conf.json}. */
final class HaproxyReader {

  private HaproxyReader() {}

  static HaproxyConfig read(Section haproxy) {
    boolean writes = haproxy.flag("do_writes", true);
    boolean socket = haproxy.flag("do_socket", true);
    boolean checks = haproxy.flag("do_checks", false);
    HaproxyConfig config =
        new HaproxyConfig(
            needLines(haproxy, "global"),
            needLines(haproxy, "defaults"),
            extraSections(haproxy),
            writes,
            haproxy.file("config_file_path"),
            socket,
            sockets(haproxy),
            haproxy.flag("do_reloads", true),
            haproxy.text("reload_command"),
            checks,
            haproxy.text("check_command"),
            haproxy.file("candidate_config_file_path"),
            haproxy.text("bind_address", "localhost"),
            haproxy.lines("shared_frontend"),
            haproxy.seconds("restart_interval", Duration.ofSeconds(2), true),
            haproxy.number("restart_jitter", 0, 0),
            haproxy.file("state_file_path"),
            haproxy.seconds("state_file_ttl", Duration.ofDays(1), true),
            seed(haproxy),
            haproxy.whole("max_server_id", 65_535, 1, Integer.MAX_VALUE),
            haproxy.flag("use_nerve_weights", false));
    needs(haproxy, writes, "do_writes", "config_file_path");
    needs(haproxy, checks, "do_checks", "check_command");
    if (socket && haproxy.take("socket_file_path") == null) {
      haproxy.warn(
          "socket_file_path",
          "missing, though do_socket is true; Synapse uses a socket of its own");
    }
    haproxy.done();
    return config;
  }

  private static void needs(Section haproxy, boolean condition, String flag, String key) {
    if (condition && haproxy.take(key) == null) {
      haproxy.problem(key, "required when " + flag + " is true");
    }
  }

  private static List<String> needLines(Section haproxy, String key) {
    List<String> lines = haproxy.lines(key);
    if (haproxy.take(key) == null) {
      haproxy.missing(key, "a list of lines, which may be empty");
    }
    return lines == null ? List.of() : lines;
  }

  private static List<Path> sockets(Section haproxy) {
    String key = "socket_file_path";
    JsonNode value = haproxy.take(key);
    if (value == null || value.isArray()) {
      List<Path> paths = haproxy.list(key, Scalars::path, "a list of file paths", "a file path");
      return paths == null ? List.of() : paths;
    }
    Path path = haproxy.file(key);
    return path == null ? List.of() : List.of(path);
  }

  private static Map<String, List<String>> extraSections(Section haproxy) {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    Section extra = haproxy.sectionOrEmpty("extra_sections");
    for (String heading : extra.keys()) {
      List<String> lines = extra.lines(heading);
      sections.put(heading, lines == null ? List.of() : lines);
    }
    return Collections.unmodifiableMap(sections);
  }

  private static @Nullable Long seed(Section haproxy) {
    return haproxy.read(
        "server_order_seed",
        value -> Scalars.whole(value, Long.MIN_VALUE, Long.MAX_VALUE),
        "a whole number");
  }
}
