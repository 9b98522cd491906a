// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.smartstack.sidecar.config.HaproxyServiceConfig;
import io.smartstack.sidecar.config.HaproxyServiceConfig.Bind;
import io.smartstack.sidecar.haproxy.Directives.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The directives of a service, each where HAProxy takes it. */
final class ServiceLines {

  private static final Pattern SECTION_NAME = Pattern.compile("[A-Za-z0-9_.:-]+");

  private final Directives directives;
  private final List<String> warnings;

  ServiceLines(Directives directives, List<String> warnings) {
    this.directives = directives;
    this.warnings = warnings;
  }

  static String backendName(ProxiedService service) {
    String name = service.config().backendName();
    return name == null ? service.name() : name;
  }

  /** Why nothing can be written of a service, null when it can. */
  static @Nullable String problem(ProxiedService service) {
    HaproxyServiceConfig config = service.config();
    for (String name : List.of(service.name(), backendName(service))) {
      if (!SECTION_NAME.matcher(name).matches()) {
        return "HAProxy takes no section named " + printable(name);
      }
    }
    String oneLine =
        config.bindOptions() + config.bindAddress() + config.bind() + config.serverOptions();
    return hasControl(oneLine) ? "a bind or server option does not fit on a line" : null;
  }

  List<String> frontend(ProxiedService service) {
    return lines(service, Side.FRONTEND, "frontend", service.config().frontend());
  }

  List<String> backend(ProxiedService service) {
    return lines(service, Side.BACKEND, "backend", service.config().backend());
  }

  /** Lines for the frontend that services share. */
  List<String> shared(String where, List<String> lines) {
    return lines.stream()
        .filter(line -> fits(Side.FRONTEND, where, line))
        .map(this::written)
        .toList();
  }

  /** The bind line, null for a service without a frontend. */
  static @Nullable String bind(HaproxyServiceConfig config, String bindAddress) {
    String address = config.bindAddress() == null ? bindAddress : config.bindAddress();
    String bind =
        switch (config.bind()) {
          case Bind.None none -> null;
          case Bind.AddressOnly only -> address;
          case Bind.OnPort(String port) -> address + ":" + port;
        };
    return bind == null ? null : ServerOptions.join("bind " + bind, config.bindOptions());
  }

  private List<String> lines(ProxiedService service, Side side, String key, List<String> own) {
    String path = "services." + service.name() + ".haproxy.";
    List<String> lines = new ArrayList<>();
    own.stream()
        .filter(line -> fits(side, path + key, line))
        .map(this::written)
        .forEach(lines::add);
    for (String line : service.config().listen()) {
      boolean takes = !line.isBlank() && (comment(line) || directives.takes(side, line));
      if (takes ? fits(side, path + "listen", line) : side == Side.FRONTEND) {
        if (takes) {
          lines.add(written(line));
        } else if (!directives.takes(Side.BACKEND, line)) {
          fits(side, path + "listen", line);
        }
      }
    }
    return lines;
  }

  /** Whether a line can be written; says so when it can't. */
  private boolean fits(Side side, String where, String line) {
    if (line.isBlank()) {
      return false;
    }
    String refusal =
        hasControl(line.replace('\t', ' ')) ? "it is not one line" : refusal(side, line);
    if (refusal != null) {
      warnings.add(where + ": " + printable(line.strip()) + " is left out: " + refusal);
    }
    return refusal == null;
  }

  private @Nullable String refusal(Side side, String line) {
    if (comment(line)) {
      return null;
    }
    String refusal = directives.refusal(line);
    return refusal == null && !directives.takes(side, line)
        ? "HAProxy does not take it in a " + (side == Side.FRONTEND ? "frontend" : "backend")
        : refusal;
  }

  private String written(String line) {
    return comment(line) ? line.strip() : directives.written(line);
  }

  private static boolean comment(String line) {
    return line.stripLeading().startsWith("#");
  }

  private static boolean hasControl(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
