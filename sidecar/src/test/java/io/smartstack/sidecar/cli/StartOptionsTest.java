// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartOptionsTest {

  @Test
  void theAdminAddressIsTheOptionsOrTheDefault() {
    InetSocketAddress fallback = new InetSocketAddress("127.0.0.1", 3211);
    assertThat(AdminAddress.of(null, "127.0.0.1:3211"))
        .isEqualTo(new AdminAddress(fallback, false));
    assertThat(AdminAddress.of("[::1]:99", "127.0.0.1:3211"))
        .isEqualTo(new AdminAddress(new InetSocketAddress("::1", 99), true));
    assertThat(AdminAddress.of("off", "127.0.0.1:3211").socket()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"3211", ":3211", "127.0.0.1", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1:x"})
  void whatIsNoAddressIsRefusedWithWhatWasExpected(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdminAddress.of(text, "127.0.0.1:3211"))
        .withMessageContaining("--admin: expected ADDRESS:PORT or off");
  }

  @Test
  void aTimeThatIsNoneIsRefusedAndNotPassedOn() {
    ProcessOptions options = new ProcessOptions();
    options.sessionTimeoutSeconds = 0;
    options.drainDeadlineSeconds = -1;
    assertThatIllegalArgumentException()
        .isThrownBy(options::sessionTimeout)
        .withMessage("--session-timeout: expected seconds ≥ 1, got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(options::drainDeadline)
        .withMessage("--drain-deadline: expected seconds ≥ 0, got -1");
  }

  @Test
  void aLogLevelThatIsNoneIsRefusedHoweverItIsWritten() {
    String[] loud = {"nerve", "-k", "-c", "x", "--log-level", "loud"};
    String[] capitals = {"nerve", "-k", "-c", "no such file", "--log-level", "WARN"};
    assertThat(Commands.run(loud)).isEqualTo(2);
    assertThat(Commands.run(capitals)).isEqualTo(1);
  }

  @Test
  void whoKeepsHaproxyAliveIsOneOfTwo() {
    String[] elsewhere = {"synapse", "-k", "-c", "x", "--haproxy", "elsewhere"};
    String[] beside = {"synapse", "-k", "-c", "no such file", "--haproxy", "beside"};
    assertThat(Commands.run(elsewhere)).isEqualTo(2);
    assertThat(Commands.run(beside)).isEqualTo(1);
  }

  @Test
  void theStateDirectoryIsTheOptionsThenSystemdsThenTheUsers() {
    Map<String, String> systemd = Map.of("STATE_DIRECTORY", "/var/lib/a:/var/lib/b");
    Map<String, String> person = Map.of("HOME", "/home/p");

    assertThat(StateDirectory.of(Path.of("/x"), "nerve", systemd, "root"))
        .isEqualTo(new StateDirectory(Path.of("/x"), true));
    assertThat(StateDirectory.of(null, "nerve", systemd, "root"))
        .isEqualTo(new StateDirectory(Path.of("/var/lib/a"), true));
    assertThat(StateDirectory.of(null, "nerve", person, "root"))
        .isEqualTo(new StateDirectory(Path.of("/var/lib/smartstack/nerve"), false));
    assertThat(StateDirectory.of(null, "synapse", person, "p"))
        .isEqualTo(new StateDirectory(Path.of("/home/p/.local/state/smartstack/synapse"), false));
  }
}
