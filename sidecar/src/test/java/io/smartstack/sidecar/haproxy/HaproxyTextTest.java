// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.config.HaproxyConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HaproxyTextTest {

  private static final HaproxyConfig TOP = Given.top("mode http");

  private static String text(Map<String, Object> section) {
    return Given.render(TOP, Given.service("a", section, Given.backend("n", "10.0.0.1"))).text();
  }

  @Test
  void aSilentHttpServiceGetsEveryDefault() {
    assertThat(text(Map.of("port", 1)))
        .contains("\toption idle-close-on-response\n")
        .contains("\toption redispatch 1\n")
        .contains("\tretry-on conn-failure empty-response\n")
        .contains("\thttp-request disable-l7-retry unless METH_GET\n")
        .contains("\thttp-reuse safe\n")
        .contains("\ttimeout connect 5s\n")
        .contains("\tserver n_10.0.0.1:80 10.0.0.1:80 id 1 check\n")
        .contains("\thard-stop-after 1800s\n");
  }

  @Test
  void aTcpServiceIsRetriedOnlyWhereNoConnectionWasMade() {
    assertThat(text(Map.of("port", 1, "listen", List.of("mode tcp"))))
        .contains("\toption redispatch 1\n")
        .doesNotContain("retry-on", "l7-retry", "http-reuse", "idle-close");
  }

  @Test
  void eachDefaultGivesWayToWhatTheServiceSays() {
    String text =
        text(
            Map.of(
                "port",
                1,
                "server_options",
                "no-check",
                "listen",
                List.of(
                    "no option  redispatch",
                    "retry-on none",
                    "http-reuse never",
                    "timeout connect 1s",
                    "no option idle-close-on-response")));
    assertThat(text)
        .doesNotContain(
            "redispatch 1", "empty-response", "l7-retry", "safe", "connect 5s", " check")
        .contains("\tno option  redispatch\n", "\tno option idle-close-on-response\n")
        .contains("\tserver n_10.0.0.1:80 10.0.0.1:80 id 1\n");
  }

  @Test
  void eachDefaultGivesWayToWhatTheDefaultsSay() {
    HaproxyConfig top =
        Given.top(
            List.of("hard-stop-after 5s"),
            List.of(
                "mode http",
                "option redispatch",
                "retry-on all-retryable-errors",
                "http-reuse always",
                "timeout connect 1s",
                "option idle-close-on-response",
                "default-server check inter 1s"),
            Map.of(),
            false);
    String text =
        Given.render(top, Given.service("a", Map.of("port", 1), Given.backend("n", "10.0.0.1")))
            .text();
    assertThat(text.substring(text.indexOf("frontend a")))
        .isEqualTo(
            """
            frontend a
            \tbind localhost:1
            \tdefault_backend a

            backend a
            \tserver n_10.0.0.1:80 10.0.0.1:80 id 1
            """);
    assertThat(text).doesNotContain("1800s");
  }

  @Test
  void theRuleAgainstRetriesComesBeforeRulesThatMightEndTheList() {
    assertThat(text(Map.of("port", 1, "backend", List.of("http-request allow"))))
        .containsSubsequence("disable-l7-retry", "http-request allow");
  }

  @Test
  void modernDirectivesAreKeptEachWhereHaproxyTakesIt() {
    String text =
        text(
            Map.of(
                "port",
                1,
                "listen",
                List.of(
                    "http-check send meth GET uri /health",
                    "http-after-response set-header X-A b",
                    "hash-balance-factor 150",
                    "capture request header Host len 9",
                    "timeout client 3s")));
    String backend = text.substring(text.indexOf("backend a\n"));
    String frontend = text.substring(text.indexOf("frontend a\n"), text.indexOf("backend a\n"));
    assertThat(backend)
        .contains("http-check send", "http-after-response", "hash-balance-factor")
        .doesNotContain("capture", "timeout client");
    assertThat(frontend)
        .contains("capture request", "timeout client 3s", "http-after-response")
        .doesNotContain("http-check", "hash-balance");
  }

  @Test
  void whatHaproxyWouldRefuseIsLeftOutAndNamed() {
    Rendered rendered =
        Given.render(
            TOP,
            Given.service(
                "a",
                Map.of("backend", List.of("reqrep x y", "bind :1", "nonsense", "mode http\n\tx"))));
    assertThat(rendered.text()).doesNotContain("reqrep", "bind", "nonsense", "\tx");
    assertThat(rendered.warnings())
        .hasSize(4)
        .allMatch(w -> w.contains("services.a.haproxy.backend"));
  }

  @Test
  void oneBackendThatCannotBeWrittenIsLeftOutAndTheOthersGoOn() {
    Rendered rendered =
        Given.render(
            TOP,
            Given.service(
                "a",
                Map.of(),
                Given.backend("bad", "10.0.0.1 evil"),
                Given.backend("worse", "10.0.0.2", null, "check\n\tserver x 1.1.1.1:1"),
                Given.backend("good one", "10.0.0.3"),
                Given.backend("six", "::1")));
    assertThat(rendered.sections().getFirst().servers())
        .extracting(ServerLine::name)
        .containsExactlyInAnyOrder("good_one_10.0.0.3:80", "six_::1:80");
    assertThat(rendered.text()).contains("server six_::1:80 [::1]:80 ");
    assertThat(rendered.warnings()).hasSize(2);
  }

  @Test
  void addingAServerLeavesTheShuffledOthersInTheirOrder() {
    var nine = new io.smartstack.sidecar.backend.Backend[9];
    for (int i = 0; i < 9; i++) {
      nine[i] = Given.backend("n" + i, "10.0.0." + i);
    }
    var eight = java.util.Arrays.copyOf(nine, 8);
    List<String> before = names(Given.render(TOP, Given.service("a", Map.of(), eight)));
    List<String> after = names(Given.render(TOP, Given.service("a", Map.of(), nine)));
    after.remove("n8_10.0.0.8:80");
    assertThat(after).isEqualTo(before).isNotEqualTo(before.stream().sorted().toList());
  }

  private static List<String> names(Rendered rendered) {
    return new java.util.ArrayList<>(
        rendered.sections().getFirst().servers().stream().map(ServerLine::name).toList());
  }

  @Test
  void aSecondServiceOfTheSameBackendNameIsLeftOut() {
    Rendered rendered =
        Given.render(
            TOP,
            Given.service("a", Map.of("backend_name", "b")),
            Given.service("b", Map.of("port", 2)));
    assertThat(rendered.sections()).extracting(BackendSection::service).containsExactly("a");
    assertThat(rendered.warnings()).anyMatch(w -> w.contains("service b is left out"));
  }

  @Test
  void theUsersRuntimeSocketIsCompletedAndSaid() {
    HaproxyConfig top =
        Given.top(
            List.of("stats   socket /run/s.sock mode 666 level operator"),
            List.of(),
            Map.of(),
            false);
    Rendered rendered = Given.render(top);
    assertThat(rendered.text())
        .contains("\tstats   socket /run/s.sock mode 666 level admin expose-fd listeners\n");
    assertThat(rendered.text()).containsOnlyOnce("socket");
    assertThat(rendered.warnings()).hasSize(1);
  }

  @Test
  void anOldHaproxyGetsNoDirectiveItDoesNotKnow() {
    Additions old = new Additions(Path.of("/run/s"), Duration.ofHours(1), new HaproxyVersion(1, 9));
    Rendered rendered =
        new HaproxyText(TOP, old)
            .render(List.of(Given.service("a", Map.of("port", 1))), Allocation.none(), Compat.TIME);
    assertThat(rendered.text()).doesNotContain("idle-close", "retry-on", "l7-retry");
    assertThat(rendered.sections().getFirst().fixed()).contains("1.9");
  }

  @Test
  void nerveWeightsReplaceEveryOtherWeight() {
    HaproxyConfig top = Given.top(List.of(), List.of("mode tcp"), Map.of(), true);
    String text =
        Given.render(
                top,
                Given.service(
                    "a",
                    Map.of("server_options", "check weight 7"),
                    Given.backend("n", "10.0.0.1", 20, "backup weight 3"),
                    Given.backend("m", "10.0.0.2", 1000, null)))
            .text();
    assertThat(text).contains("check backup weight 20\n").contains("check weight 256\n");
  }

  @Test
  void aServerWhoseNameCannotBeResolvedDoesNotKeepHaproxyFromStarting() {
    ProxiedService service = Given.service("a", Map.of(), Given.backend("n", "nowhere.invalid"));
    assertThat(Given.render(TOP, service).text()).contains("check init-addr last,libc,none\n");
  }
}
