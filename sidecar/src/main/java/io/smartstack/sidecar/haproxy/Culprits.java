// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom HAProxy's words blame.
 *
 * @param servers what is said of each blamed server
 * @param services what is said of each service blamed for more than a server
 */
record Culprits(Map<ServerRef, String> servers, Map<String, String> services) {

  private static final Pattern AT_LINE = Pattern.compile("\\[([^\\]]*):(\\d+)\\]");
  private static final Pattern SERVER = Pattern.compile("'server ([^/']+)/([^']+)'");
  private static final Pattern BACKEND_SERVER =
      Pattern.compile("backend '([^']+)', server '([^']+)'");
  private static final Pattern PROXY =
      Pattern.compile(
          "(?:[Ss]tarting |[Pp]roxy |frontend |backend )(?:frontend |proxy )?'?([^' :]+)'?");

  /** A server by its section and name. */
  record ServerRef(String section, String server) {}

  boolean isEmpty() {
    return servers.isEmpty() && services.isEmpty();
  }

  /** Reads the words that a candidate got. */
  static Culprits in(String words, Rendered candidate) {
    Map<ServerRef, String> servers = new LinkedHashMap<>();
    Map<String, String> services = new LinkedHashMap<>();
    Headings headings = Headings.of(candidate);
    for (String line : words.lines().toList()) {
      Optional<ServerRef> server = server(line, candidate);
      if (server.isPresent()) {
        servers.putIfAbsent(server.get(), line);
      } else {
        service(line, headings).ifPresent(service -> services.putIfAbsent(service, line));
      }
    }
    return new Culprits(servers, services);
  }

  private static Optional<ServerRef> server(String words, Rendered candidate) {
    int number = lineNumber(words);
    for (BackendSection section : candidate.sections()) {
      for (ServerLine line : section.servers()) {
        if (line.line() == number && line.backend() != null) {
          return Optional.of(new ServerRef(section.name(), line.name()));
        }
      }
    }
    for (Pattern pattern : List.of(SERVER, BACKEND_SERVER)) {
      Matcher matcher = pattern.matcher(words);
      if (matcher.find()) {
        return known(new ServerRef(matcher.group(1), matcher.group(2)), candidate);
      }
    }
    return Optional.empty();
  }

  private static Optional<ServerRef> known(ServerRef ref, Rendered candidate) {
    return candidate.sections().stream()
            .filter(section -> section.name().equals(ref.section()))
            .flatMap(section -> section.servers().stream())
            .anyMatch(line -> line.name().equals(ref.server()) && line.backend() != null)
        ? Optional.of(ref)
        : Optional.empty();
  }

  private static Optional<String> service(String words, Headings headings) {
    Optional<String> byLine = headings.serviceAt(lineNumber(words));
    if (byLine.isPresent()) {
      return byLine;
    }
    Matcher matcher = PROXY.matcher(words);
    while (matcher.find()) {
      Optional<String> byName = headings.serviceOf(matcher.group(1));
      if (byName.isPresent()) {
        return byName;
      }
    }
    return Optional.empty();
  }

  private static int lineNumber(String words) {
    Matcher matcher = AT_LINE.matcher(words);
    return matcher.find() && matcher.group(2).length() < 9 ? Integer.parseInt(matcher.group(2)) : 0;
  }

  /** Which service each heading of the text belongs to; empty for everybody's. */
  private record Headings(List<Heading> list) {

    private record Heading(int line, String name, String service) {}

    static Headings of(Rendered candidate) {
      Map<String, String> services = new HashMap<>();
      candidate
          .sections()
          .forEach(section -> services.put("frontend " + section.service(), section.service()));
      candidate
          .sections()
          .forEach(section -> services.put("backend " + section.name(), section.service()));
      List<Heading> headings = new ArrayList<>();
      int number = 0;
      for (String line : candidate.text().lines().toList()) {
        number++;
        if (!line.isBlank() && !Character.isWhitespace(line.charAt(0)) && !line.startsWith("#")) {
          String[] words = line.strip().split("\\s+", 3);
          String name = words.length > 1 ? words[1] : "";
          headings.add(new Heading(number, name, services.getOrDefault(words[0] + " " + name, "")));
        }
      }
      return new Headings(headings);
    }

    Optional<String> serviceAt(int line) {
      return list.stream()
          .filter(heading -> heading.line() <= line)
          .reduce((first, last) -> last)
          .map(Heading::service)
          .filter(service -> !service.isEmpty());
    }

    Optional<String> serviceOf(String name) {
      return list.stream()
          .filter(heading -> heading.name().equals(name))
          .map(Heading::service)
          .filter(service -> !service.isEmpty())
          .findFirst();
    }
  }
}
