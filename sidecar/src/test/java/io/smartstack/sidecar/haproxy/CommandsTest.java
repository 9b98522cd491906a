// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandsTest {

  private static ServerLine line(String address, String options) {
    return new ServerLine("s", address, 7, null, options, 5, false, 1, null);
  }

  private static List<String> texts(ServerChange change) {
    return Commands.of(change).orElseThrow().stream().map(Commands.Command::text).toList();
  }

  @Test
  void aServerThatIsCheckedIsAddedThenCheckedThenReady() {
    assertThat(texts(new ServerChange.Add("b", line("[::1]:80", "check inter 2s weight 5"))))
        .containsExactly(
            "add server b/s [::1]:80 id 7 check inter 2s weight 5",
            "enable health b/s",
            "set server b/s state ready");
    assertThat(texts(new ServerChange.Add("b", line("10.0.0.1:80", ""))))
        .containsExactly("add server b/s 10.0.0.1:80 id 7 ", "set server b/s state ready");
  }

  @Test
  void optionsCannotSmuggleACommandIn() {
    assertThat(texts(new ServerChange.Add("b", line("10.0.0.1:80", "check;shutdown"))).getFirst())
        .isEqualTo("add server b/s 10.0.0.1:80 id 7 check\\;shutdown");
    assertThat(Commands.of(new ServerChange.Add("b", line("10.0.0.1:80", "x\nquit")))).isEmpty();
  }

  @Test
  void aHostNameIsForTheFileToSay() {
    assertThat(Commands.of(new ServerChange.Add("b", line("host:80", "check")))).isEmpty();
    assertThat(texts(new ServerChange.Fill("b", line("host:80", "check"))))
        .containsExactly("set server b/s weight 5", "set server b/s state ready");
  }

  @Test
  void aSlotIsFilledByAddressThenWeightThenReady() {
    assertThat(texts(new ServerChange.Fill("b", line("10.0.0.1:80", "check"))))
        .containsExactly(
            "set server b/s addr 10.0.0.1 port 80",
            "set server b/s weight 5",
            "set server b/s state ready");
  }

  @Test
  void onlyWhatHaproxySaysWhenItObeysIsAccepted() {
    Commands.Command add =
        Commands.of(new ServerChange.Add("b", line("10.0.0.1:80", ""))).orElseThrow().getFirst();
    assertThat(add.accepts("New server registered.")).isTrue();
    assertThat(add.accepts("unknown keyword 'x'.")).isFalse();
    assertThat(Commands.delete("b", "s").accepts("Server still has connections attached."))
        .isFalse();
  }
}
