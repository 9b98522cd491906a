// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.config.HaproxyConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sections whose servers can't be added at run time. */
class SlotsTest {

  private static final HaproxyConfig TOP = Given.top("mode http");
  private static final Map<String, Object> COOKIE = Map.of("backend", List.of("cookie S insert"));
  private static final Backend A = Given.backend("a", "10.0.0.1");
  private static final Backend B = Given.backend("b", "10.0.0.2");
  private static final Backend C = Given.backend("c", "10.0.0.3");

  private static Rendered with(Allocation before, Backend... backends) {
    return Given.render(TOP, before, Given.service("s", COOKIE, backends));
  }

  private static Rendered with(Rendered before, Backend... backends) {
    return with(before.allocation(), backends);
  }

  @Test
  void serversHaveTheirOwnLinesAndAsManySlotsAreFree() {
    Rendered rendered = with(Allocation.none(), A, B);
    assertThat(rendered.text())
        .contains("server a_10.0.0.1:80 10.0.0.1:80 id 1 cookie a_10.0.0.1:80 check\n")
        .contains("server slot_1 127.0.0.1:9 id 3 cookie slot_1 check disabled\n")
        .contains("server slot_2 127.0.0.1:9 id 4 cookie slot_2 check disabled\n");
    assertThat(rendered.sections().getFirst().servers()).hasSize(4);
  }

  @Test
  void aNewServerFillsASlotAndTheFileSaysWho() {
    Rendered before = with(Allocation.none(), A, B);
    Rendered after = with(before, A, B, C);
    assertThat(after.text())
        .contains("server slot_1 10.0.0.3:80 id 3 cookie slot_1 check # c_10.0.0.3:80\n");
    assertThat(Differences.between(before, after))
        .isInstanceOfSatisfying(
            Difference.Servers.class,
            servers ->
                assertThat(servers.changes())
                    .singleElement()
                    .isInstanceOfSatisfying(
                        ServerChange.Fill.class,
                        fill -> assertThat(fill.line().address()).isEqualTo("10.0.0.3:80")));
  }

  @Test
  void aServerThatLeavesASlotEmptiesItAndOneThatLeavesItsOwnLineIsRemoved() {
    Rendered before = with(with(Allocation.none(), A, B), A, B, C);
    assertThat(Differences.between(before, with(before, A, B)))
        .isEqualTo(new Difference.Servers(List.of(new ServerChange.Empty("s", "slot_1"))));
    assertThat(Differences.between(before, with(before, A, C)))
        .isEqualTo(new Difference.Servers(List.of(new ServerChange.Remove("s", "b_10.0.0.2:80"))));
  }

  @Test
  void growthBeyondTheSlotsIsOneReloadPerDoubling() {
    Rendered live = with(Allocation.none(), A);
    int reloads = 0;
    for (int count = 2; count <= 64; count++) {
      Backend[] backends = new Backend[count];
      for (int i = 0; i < count; i++) {
        backends[i] = Given.backend("n", "10.0.1." + i);
      }
      Rendered next = with(live, backends);
      reloads += Differences.between(live, next) instanceof Difference.Structure ? 1 : 0;
      live = next;
    }
    assertThat(reloads).isLessThanOrEqualTo(6);
  }

  @Test
  void serversThatAreReplacedForEverNeedNoReload() {
    Rendered live = with(Allocation.none(), A, B);
    int reloads = 0;
    for (int i = 0; i < 100; i++) {
      Backend old = Given.backend("n", "10.0.1." + i);
      Backend young = Given.backend("n", "10.0.1." + (i + 1));
      for (Rendered next : List.of(with(live, old, young), with(with(live, old, young), young))) {
        reloads += Differences.between(live, next) instanceof Difference.Structure ? 1 : 0;
        live = next;
      }
    }
    assertThat(reloads).isLessThanOrEqualTo(1);
  }

  @Test
  void slotsSurviveARestartOfSynapseThroughTheFile() {
    Rendered live = with(with(Allocation.none(), A, B), A, C);
    Rendered again = with(WrittenText.allocation(live.text()), A, C);
    assertThat(again.text()).isEqualTo(live.text());
    assertThat(Differences.between(WrittenText.read(live.text()), again))
        .isEqualTo(new Difference.None());
  }

  @Test
  void aServerWithOptionsOfItsOwnDoesNotFitASlot() {
    Rendered before = with(Allocation.none(), A);
    Rendered after = with(before, A, Given.backend("b", "10.0.0.2", null, "backup"));
    assertThat(Differences.between(before, after)).isInstanceOf(Difference.Structure.class);
  }

  @Test
  void optionsThatDifferByServerHaveNoSlots() {
    Map<String, Object> section =
        Map.of("backend", List.of("balance static-rr"), "server_options", "check port %{port}");
    Rendered before = Given.render(TOP, Given.service("s", section, A));
    Rendered after = Given.render(TOP, before.allocation(), Given.service("s", section, A, B));
    assertThat(before.text()).doesNotContain("slot_");
    assertThat(Differences.between(before, after))
        .isEqualTo(
            new Difference.Structure(
                "backend s: b_10.0.0.2:80 can't be added since balance static-rr is static"));
  }
}
