// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ZooKeeperConfigTest {

  private static final Path DATA = Path.of("/data");

  @Test
  void aSingleServerRunsStandaloneOnItsOwnAddress() {
    MachineSpec one = server(1);

    assertThat(ZooKeeperConfig.render(one, List.of(one), DATA))
        .contains("dataDir=/data\n", "clientPortAddress=127.0.1.1\n", "maxSessionTimeout=8000\n")
        .contains("admin.enableServer=false\n", "4lw.commands.whitelist=ruok,")
        .doesNotContain("server.");
  }

  @Test
  void threeServersKnowEachOtherByTheirAddresses() {
    List<MachineSpec> three = List.of(server(3), server(1), server(2));

    assertThat(ZooKeeperConfig.render(three.getFirst(), three, DATA))
        .contains("clientPortAddress=127.0.1.3\n")
        .containsSubsequence(
            "server.1=127.0.1.1:2888:3888\n",
            "server.2=127.0.1.2:2888:3888\n",
            "server.3=127.0.1.3:2888:3888\n");
  }

  @Test
  void theServerWithDataMeetsNoMoreEmptyOnesThanAMajorityNeeds() {
    MachineSpec one = server(1);
    MachineSpec two = server(2);
    MachineSpec three = server(3);
    List<MachineSpec> all = List.of(one, two, three);

    assertThat(StartOrder.of(all, three::equals))
        .containsExactly(List.of(three, one), List.of(two));
    assertThat(StartOrder.of(all, server -> !two.equals(server)))
        .containsExactly(List.of(one, three), List.of(two));
    assertThat(StartOrder.of(all, server -> false)).containsExactly(all);
    assertThat(StartOrder.of(all, server -> true)).containsExactly(all);
  }

  private static MachineSpec server(int id) {
    return new MachineSpec(
        "zookeeper" + id,
        "127.0.1." + id,
        new MachineSpec.ZooKeeper(id, 1000, 8000),
        null,
        null,
        null,
        false);
  }
}
