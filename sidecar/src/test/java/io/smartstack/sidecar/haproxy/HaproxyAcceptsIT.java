// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.config.HaproxyConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every text must be one that a real HAProxy takes. */
class HaproxyAcceptsIT {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "airbnb_synapse_conf",
        "features",
        "justscu",
        "rithium_stor_data_tcpless",
        "seed_simple_http_service"
      })
  void whatTheOriginalWasGiven(String tag) throws Exception {
    String text = Compat.read(tag).render().text();
    // A certificate that is not there is all that keeps this machine from taking it.
    accept(text.replaceAll(" ssl no-sslv3 crt /path/to/cert/\\S+ ciphers \\S+", ""));
  }

  static Stream<List<String>> directives() {
    return Stream.of(
        List.of(),
        List.of("mode tcp"),
        List.of("cookie S insert indirect nocache"),
        List.of("balance static-rr"),
        List.of("balance source"),
        List.of("balance uri", "hash-type consistent"),
        List.of("default-server check inter 5s"),
        List.of("http-request allow", "retry-on none", "no option redispatch"));
  }

  @ParameterizedTest
  @MethodSource("directives")
  void everyFeatureInEveryState(List<String> directives) throws Exception {
    HaproxyConfig top =
        Given.top(
            List.of("stats socket /run/s.sock"),
            Given.DEFAULTS,
            Map.of("listen stats :3212", List.of("stats enable")),
            true);
    Map<String, Object> section = Map.of("port", 8080, "listen", directives);
    Allocation allocation = Allocation.none();
    for (int count : new int[] {0, 1, 2, 5, 3}) {
      var backends = new io.smartstack.sidecar.backend.Backend[count];
      for (int i = 0; i < count; i++) {
        backends[i] = Given.backend("n" + i, i == 2 ? "::1" : "10.0." + count + "." + i, 5, null);
      }
      Rendered rendered = Given.render(top, allocation, Given.service("a", section, backends));
      accept(rendered.text());
      allocation = rendered.allocation();
    }
  }

  @Test
  void everyDirectiveOfTheTableIsOneHaproxyKnows() throws Exception {
    StringBuilder unknown = new StringBuilder();
    for (String line : table()) {
      String keyword = line.substring(3).strip();
      boolean frontend = line.substring(0, 3).contains("F");
      String section = frontend ? "frontend" : "backend";
      String said = check("defaults\n\tmode http\n" + section + " x\n\t" + keyword + "\n");
      if (said.contains("unknown keyword")) {
        unknown.append(keyword).append('\n');
      }
    }
    // Of later versions than the one installed.
    assertThat(unknown.toString().lines().toList())
        .isSubsetOf(
            "guid",
            "hash-preserve-affinity",
            "log-steps",
            "max-session-srv-conns",
            "option accept-unsafe-violations-in-http-request",
            "option accept-unsafe-violations-in-http-response",
            "option forwarded",
            "option http-drop-request-trailers",
            "option http-drop-response-trailers",
            "quic-initial");
  }

  private static List<String> table() throws Exception {
    try (var in = Directives.class.getResourceAsStream("directives.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(l -> !l.startsWith("#") && !l.contains("until")).toList();
    }
  }

  private void accept(String text) throws Exception {
    assertThat(check(text)).as(text).doesNotContain("[ALERT]").contains("exit code 0");
  }

  private String check(String text) throws Exception {
    Path file = Files.writeString(directory.resolve("haproxy.cfg"), text);
    Path said = directory.resolve("said");
    Process haproxy =
        new ProcessBuilder("haproxy", "-c", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(haproxy.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(said) + "\nexit code " + haproxy.exitValue();
  }
}
