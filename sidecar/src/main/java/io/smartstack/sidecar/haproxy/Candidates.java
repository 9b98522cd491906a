// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.config.HaproxyServiceConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes server names and options of a service's backends, leaving out what can't be written. */
final class Candidates {

  private static final int MAX_WEIGHT = 256;

  private final String inherited;
  private final boolean nerveWeights;
  private final List<String> warnings;

  Candidates(SectionFacts facts, boolean nerveWeights, List<String> warnings) {
    this.inherited = facts.defaultServer();
    this.nerveWeights = nerveWeights;
    this.warnings = warnings;
  }

  /** One for each backend, in the same order, names unique. */
  List<Candidate> of(ProxiedService service) {
    Map<String, Candidate> byName = new LinkedHashMap<>();
    for (Backend backend : service.backends()) {
      String problem = problem(backend);
      if (problem != null) {
        warnings.add("service " + service.name() + ": a backend is left out: " + problem);
        continue;
      }
      Candidate candidate = candidate(service.config(), backend);
      if (byName.putIfAbsent(candidate.name(), candidate) != null) {
        warnings.add(
            "service "
                + service.name()
                + ": "
                + candidate.name()
                + " is there twice; once is used");
      }
    }
    return List.copyOf(byName.values());
  }

  /** Options of a line that stands for nobody; null when they differ from backend to backend. */
  @Nullable String slotOptions(HaproxyServiceConfig config) {
    return config.serverOptions().contains("%{") ? null : checked(config.serverOptions(), "");
  }

  private Candidate candidate(HaproxyServiceConfig config, Backend backend) {
    String own = backend.haproxyServerOptions() == null ? "" : backend.haproxyServerOptions();
    String common = interpolated(checked(config.serverOptions(), own), backend);
    own = withoutNoCheck(own);
    Integer weight = backend.weight();
    if (nerveWeights && weight != null) {
      common = ServerOptions.withoutWeight(common);
      int clamped = Math.clamp(weight, 0, MAX_WEIGHT);
      own = ServerOptions.join(ServerOptions.withoutWeight(own), "weight " + clamped);
    }
    return new Candidate(name(backend), common, own.strip(), backend);
  }

  /** The common options with {@code check} where nobody says how health is known. */
  private String checked(String common, String own) {
    boolean silent =
        !ServerOptions.speakOfHealth(common)
            && !ServerOptions.speakOfHealth(own)
            && !ServerOptions.speakOfHealth(inherited);
    return silent ? ServerOptions.join(common, "check") : withoutNoCheck(common.strip());
  }

  /**
   * {@code add server} refuses the word; where nothing is inherited a silent line says the same.
   */
  private String withoutNoCheck(String options) {
    return ServerOptions.has(inherited, "check")
        ? options
        : ServerOptions.without(options, "no-check");
  }

  private static String interpolated(String options, Backend backend) {
    return options
        .replace("%{port}", backend.port() == null ? "" : backend.port().text())
        .replace("%{host}", backend.host())
        .replace("%{name}", backend.name() == null ? "" : backend.name());
  }

  private static @Nullable String problem(Backend backend) {
    String options = backend.haproxyServerOptions();
    if (!isHost(backend.host())) {
      return "its host is no address or name: " + printable(backend.host());
    }
    if (backend.port() == null || backend.port().number().isEmpty()) {
      return backend.host() + " has no port";
    }
    if (options != null && options.chars().anyMatch(Character::isISOControl)) {
      return backend.address() + " has options that don't fit on a line: " + printable(options);
    }
    return null;
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  /** {@code <name>_<host>:<port>}, without characters that HAProxy refuses in names. */
  private static String name(Backend backend) {
    String address = backend.host() + ":" + backend.port();
    boolean named = backend.name() != null && !backend.name().isEmpty();
    String name = named ? backend.name() + "_" + address : address;
    StringBuilder fit = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
      char c = name.charAt(i);
      if (c != '[' && c != ']') {
        fit.append(isInNames(c) ? c : '_');
      }
    }
    return fit.toString();
  }

  private static boolean isHost(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isInNames(c) && c != '%' && c != '[' && c != ']') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isInNames(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || Words.isDigit(c)
        || c == '_'
        || c == '.'
        || c == ':'
        || c == '-';
  }
}
