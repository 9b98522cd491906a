// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartstack.crd.v1.BackendOrder;
import io.smartstack.crd.v1.CheckSpec;
import io.smartstack.crd.v1.CheckType;
import io.smartstack.crd.v1.CookieValueMethod;
import io.smartstack.crd.v1.HaproxyMode;
import io.smartstack.crd.v1.HaproxyServiceSpec;
import io.smartstack.crd.v1.NerveSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The {@code haproxy} section of one used service. */
final class HaproxySection {

  /** What every server gets of whom nothing is said. */
  static final String SERVER_OPTIONS = "check inter 2s rise 3 fall 2";

  private static final Pattern HEALTH =
      Pattern.compile("\\s*(option\\s+\\S*(chk|-check)|http-check|tcp-check).*");
  private static final Pattern DEFAULT_SERVER = Pattern.compile("\\s*default-server\\s.*");
  private static final Pattern MODE = Pattern.compile("\\s*mode\\s+(\\S+)\\s*");
  private static final Pattern PLAIN_URI = Pattern.compile("/[A-Za-z0-9/._~?&=:@,+-]*");

  private HaproxySection() {}

  /**
   * Writes the section.
   *
   * @param port where callers find the service, null for nowhere
   * @param nerve how the service is checked by its own Nerve, null when that is not known
   */
  static ObjectNode of(
      HaproxyServiceSpec haproxy,
      @Nullable Integer port,
      @Nullable NerveSpec nerve,
      Surroundings surroundings) {
    ObjectNode section = Json.object();
    if (Boolean.TRUE.equals(haproxy.disabled())) {
      section.put("disabled", true);
    }
    String address = haproxy.bindAddress();
    if (haproxy.portRange() != null) {
      section.put("port", haproxy.portRange());
    } else if (port != null) {
      section.put("port", port);
    } else if (address != null) {
      // An address alone, such as a unix socket.
      section.putNull("port");
    }
    put(section, "bind_address", address == null ? null : surroundings.bind(address));
    put(section, "bind_options", haproxy.bindOptions());
    put(section, "server_options", serverOptions(haproxy));
    lines(section, "listen", listen(haproxy, nerve));
    lines(section, "frontend", haproxy.frontend());
    lines(section, "backend", haproxy.backend());
    put(section, "backend_name", haproxy.backendName());
    if (haproxy.backendOrder() != null && haproxy.backendOrder() != BackendOrder.SHUFFLE) {
      put(section, "backend_order", word(haproxy.backendOrder()));
    }
    lines(section, "shared_frontend", haproxy.sharedFrontend());
    if (haproxy.cookieValueMethod() == CookieValueMethod.HASH) {
      put(section, "cookie_value_method", word(CookieValueMethod.HASH));
    }
    return section;
  }

  private static boolean silentOnServers(HaproxyServiceSpec haproxy) {
    return haproxy.serverOptions() == null
        && directives(haproxy).noneMatch(line -> DEFAULT_SERVER.matcher(line).matches());
  }

  private static @Nullable String serverOptions(HaproxyServiceSpec haproxy) {
    return silentOnServers(haproxy) ? SERVER_OPTIONS : haproxy.serverOptions();
  }

  private static List<String> listen(HaproxyServiceSpec haproxy, @Nullable NerveSpec nerve) {
    List<String> listen = new ArrayList<>();
    List<String> given = orNone(haproxy.listen());
    if (haproxy.mode() != null && given.stream().noneMatch(l -> MODE.matcher(l).matches())) {
      listen.add("mode " + word(haproxy.mode()));
    }
    if (silentOnServers(haproxy)
        && isHttp(haproxy)
        && directives(haproxy).noneMatch(line -> HEALTH.matcher(line).matches())) {
      // GET as Nerve does: HAProxy's own OPTIONS is unknown to many applications.
      uri(nerve).ifPresent(uri -> listen.add("option httpchk GET " + uri));
    }
    listen.addAll(given);
    return listen;
  }

  private static boolean isHttp(HaproxyServiceSpec haproxy) {
    Optional<String> said =
        orNone(haproxy.listen()).stream()
            .map(MODE::matcher)
            .filter(Matcher::matches)
            .map(match -> match.group(1))
            .reduce((first, last) -> last);
    return said.map("http"::equals).orElse(haproxy.mode() == HaproxyMode.HTTP);
  }

  /** What Nerve asks, where HAProxy can ask the same of the same port. */
  private static Optional<String> uri(@Nullable NerveSpec nerve) {
    return nerve == null
        ? Optional.empty()
        : nerve.checks().stream()
            .filter(check -> check.type() == CheckType.HTTP && asksThePublishedPort(check, nerve))
            .map(CheckSpec::uri)
            .filter(uri -> uri != null && PLAIN_URI.matcher(uri).matches())
            .findFirst();
  }

  private static boolean asksThePublishedPort(CheckSpec check, NerveSpec nerve) {
    boolean samePort = check.port() == null || check.port().equals(nerve.port());
    return samePort && check.host() == null && !Boolean.TRUE.equals(check.ssl());
  }

  private static Stream<String> directives(HaproxyServiceSpec haproxy) {
    return Stream.concat(orNone(haproxy.listen()).stream(), orNone(haproxy.backend()).stream());
  }

  private static List<String> orNone(@Nullable List<String> lines) {
    return lines == null ? List.of() : lines;
  }

  private static void lines(ObjectNode section, String key, @Nullable List<String> lines) {
    if (lines != null && !lines.isEmpty()) {
      section.set(key, Json.list(lines));
    }
  }

  private static void put(ObjectNode section, String key, @Nullable String text) {
    if (text != null) {
      section.put(key, text);
    }
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
