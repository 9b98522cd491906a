// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.config.HaproxyConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesTest {

  private static final HaproxyConfig TOP = Given.top("mode http");
  private static final Backend A = Given.backend("a", "10.0.0.1");
  private static final Backend B = Given.backend("b", "10.0.0.2");

  private static Rendered asc(Backend... backends) {
    return Given.render(TOP, Given.service("s", Map.of("backend_order", "asc"), backends));
  }

  private static String reason(Rendered live, Rendered wanted) {
    return Differences.between(live, wanted) instanceof Difference.Structure(String reason)
        ? reason
        : "no structure";
  }

  @Test
  void anotherOrderAndAnotherTimeAreNoDifference() {
    Rendered live = asc(A, B);
    Rendered desc =
        Given.render(
            TOP, live.allocation(), Given.service("s", Map.of("backend_order", "desc"), A, B));
    assertThat(desc.text()).isNotEqualTo(live.text());
    assertThat(Differences.between(live, desc)).isEqualTo(new Difference.None());
  }

  @Test
  void whoeverComesIsThereBeforeAnybodyGoes() {
    Rendered live = asc(A);
    Rendered wanted = Given.render(TOP, live.allocation(), Given.service("s", Map.of(), B));
    assertThat(Differences.between(live, wanted))
        .isInstanceOfSatisfying(
            Difference.Servers.class,
            servers ->
                assertThat(servers.changes())
                    .extracting(Object::getClass)
                    .isEqualTo(List.of(ServerChange.Add.class, ServerChange.Remove.class)));
  }

  @Test
  void aServerThatIsAddedGetsWhatDefaultServerSays() {
    Map<String, Object> section =
        Map.of("backend", List.of("default-server inter 5s weight 9"), "server_options", "check");
    Rendered live = Given.render(TOP, Given.service("s", section, A));
    Rendered wanted = Given.render(TOP, live.allocation(), Given.service("s", section, A, B));
    assertThat(Differences.between(live, wanted))
        .isInstanceOfSatisfying(
            Difference.Servers.class,
            servers -> {
              ServerLine added = ((ServerChange.Add) servers.changes().getFirst()).line();
              assertThat(added.options()).isEqualTo("inter 5s weight 9 check");
              assertThat(added.weight()).isEqualTo(9);
              assertThat(added.id()).isEqualTo(2);
            });
  }

  @Test
  void anotherWeightIsWeighedAndAnotherOptionReloads() {
    Rendered live = asc(Given.backend("a", "10.0.0.1", null, "weight 5"));
    assertThat(Differences.between(live, asc(Given.backend("a", "10.0.0.1", null, "weight 6"))))
        .isEqualTo(
            new Difference.Servers(List.of(new ServerChange.Weigh("s", "a_10.0.0.1:80", 6))));
    assertThat(reason(live, asc(Given.backend("a", "10.0.0.1", null, "backup"))))
        .isEqualTo("backend s: the options of a_10.0.0.1:80 changed");
  }

  @Test
  void aHostThatIsANameReloads() {
    assertThat(reason(asc(A), asc(A, Given.backend("b", "localhost")))).contains("init-addr");
  }

  @Test
  void sectionsAndDirectivesReload() {
    Rendered live = asc(A);
    Rendered two =
        Given.render(
            TOP,
            Given.service("s", Map.of("backend_order", "asc"), A),
            Given.service("t", Map.of()));
    assertThat(reason(live, two)).isEqualTo("service t is new");
    assertThat(reason(two, live)).isEqualTo("service t is gone");
    Rendered other =
        Given.render(TOP, Given.service("s", Map.of("backend", List.of("balance leastconn")), A));
    assertThat(reason(live, other)).isEqualTo("a directive is new: balance leastconn");
    assertThat(reason(other, live)).isEqualTo("a directive is gone: balance leastconn");
  }

  @Test
  void aStaticBalanceCannotWeigh() {
    Map<String, Object> section = Map.of("backend", List.of("balance source"));
    Rendered live =
        Given.render(
            TOP, Given.service("s", section, Given.backend("a", "10.0.0.1", null, "weight 5")));
    Rendered wanted =
        Given.render(
            TOP, Given.service("s", section, Given.backend("a", "10.0.0.1", null, "weight 6")));
    assertThat(reason(live, wanted)).contains("weight");
  }
}
