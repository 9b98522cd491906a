// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.smartstack.sidecar.backend.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Ensembles, znode paths and hosts, as both files write them. */
final class Addresses {

  private static final String SERVER = "host:port, an IPv6 host in brackets";
  private static final String ZNODE = "an absolute znode path such as /nerve/services/a/services";
  private static final Pattern HOST_PORT =
      Pattern.compile("(?:\\[[0-9A-Fa-f:.]+(?:%\\w+)?]|[^\\s:/\\[\\]]+):([0-9]{1,5})");
  private static final Pattern HOST = Pattern.compile("[^\\s/]+");

  private Addresses() {}

  static boolean isHost(String text) {
    return HOST.matcher(text).matches();
  }

  /** The servers of an ensemble; an element may name several, separated by commas. */
  static List<String> ensemble(Section section, String key) {
    List<String> given = section.lines(key);
    if (section.take(key) == null || (given != null && given.isEmpty())) {
      section.missing(key, "a list of " + SERVER);
    }
    List<String> hosts = new ArrayList<>();
    for (int i = 0; given != null && i < given.size(); i++) {
      for (String host : given.get(i).split(",", -1)) {
        String server = host.strip();
        String at = Findings.element(key, i);
        if (Scalars.unexpanded(server)) {
          section.warnUnexpanded(at, server);
        } else if (!isServer(server)) {
          section.wrong(at, SERVER, TextNode.valueOf(server));
        }
        hosts.add(server);
      }
    }
    return List.copyOf(hosts);
  }

  /** The absolute path of a znode. */
  static String znode(Section section, String key) {
    if (section.take(key) == null) {
      section.missing(key, ZNODE);
    }
    String path = section.read(key, v -> matching(v, Addresses::isZnode), ZNODE);
    return path == null ? "/" : path;
  }

  /** A host name or address. */
  static String host(Section section, String key, String fallback) {
    String host = section.read(key, v -> matching(v, Addresses::isHost), "a host name or address");
    if (host == null) {
      return fallback;
    }
    section.warnUnexpanded(key, host);
    return host;
  }

  private static @Nullable String matching(JsonNode value, Predicate<String> valid) {
    String text = Scalars.text(value);
    return text != null && valid.test(text) ? text : null;
  }

  private static boolean isServer(String text) {
    Matcher match = HOST_PORT.matcher(text);
    return match.matches() && new Port(match.group(1), true).number().isPresent();
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
