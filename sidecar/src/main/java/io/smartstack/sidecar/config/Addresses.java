// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.smartstack.sidecar.backend.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Ensembles, znode paths and hosts, as both files write them. */
final class Addresses {

  private static final Pattern HOST_PORT =
      Pattern.compile("(?:\\[[0-9A-Fa-f:.]+(?:%\\w+)?]|[^\\s:/\\[\\]]+):([0-9]{1,5})");
  private static final Pattern HOST = Pattern.compile("[^\\s/]+");

  private Addresses() {}

  /** The servers of an ensemble; an element may name several, separated by commas. */
  static List<String> ensemble(Section section, String key) {
    String expected = "a list of host:port, an IPv6 host in brackets";
    List<String> given = section.lines(key);
    if (given == null || given.isEmpty()) {
      if (given == null && section.has(key) && section.take(key) != null) {
        return List.of();
      }
      section.missing(key, expected);
      return List.of();
    }
    List<String> hosts = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String at = Findings.element(key, i);
      for (String host : given.get(i).split(",", -1)) {
        String server = host.strip();
        Matcher match = HOST_PORT.matcher(server);
        if (Scalars.unexpanded(server)) {
          section.warnUnexpanded(at, server);
        } else if (!match.matches() || new Port(match.group(1), true).number().isEmpty()) {
          section.wrong(at, "host:port, an IPv6 host in brackets", TextNode.valueOf(server));
        }
        hosts.add(server);
      }
    }
    return List.copyOf(hosts);
  }

  /** The absolute path of a znode. */
  static String znode(Section section, String key) {
    String expected = "an absolute znode path such as /nerve/services/a/services";
    String path = section.needText(key, expected);
    JsonNode got = section.take(key);
    if (got != null && !path.isBlank() && !isZnode(path)) {
      section.wrong(key, expected, got);
    }
    return path;
  }

  /** A host name or address. */
  static String host(Section section, String key, String fallback) {
    String host = section.text(key);
    if (host == null) {
      return fallback;
    }
    JsonNode got = section.take(key);
    if (got != null && !HOST.matcher(host).matches()) {
      section.wrong(key, "a host name or address", got);
    }
    section.warnUnexpanded(key, host);
    return host;
  }

  private static boolean isZnode(String path) {
    if (path.equals("/")) {
      return true;
    }
    return path.startsWith("/")
        && path.chars().noneMatch(c -> c < ' ' || c == 0x7f)
        && Stream.of(path.substring(1).split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }
}
