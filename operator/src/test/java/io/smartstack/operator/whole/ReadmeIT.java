// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * What README.md shows of Kubernetes is what comes; {@code -DupdateReadme} writes it anew. The
 * cluster is the one that README.md's own commands have made.
 */
class ReadmeIT {

  private final World world = World.settled();

  @Test
  void whatIsShownIsWhatComes() {
    Function<String, String> run = command -> world.api().shell(World.ROOT, command);
    if (System.getProperty("updateReadme") != null) {
      Readme.update(run);
    }
    List<Readme.Shown> all = Readme.shown();
    assertThat(all).hasSizeGreaterThanOrEqualTo(5);
    for (Readme.Shown shown : all) {
      assertThat(alike(run.apply(shown.command())))
          .as("%s%nis not what README.md shows; -DupdateReadme writes it anew", shown.command())
          .isEqualTo(alike(shown.output()));
    }
  }

  /** Without what is different each time: ages, times, addresses, fingerprints, pods' names. */
  private static String alike(String output) {
    return Readme.trimmed(output)
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:]+Z", "TIME")
        .replaceAll("\\b(\\d+[smhd])+\\b", "AGE")
        .replaceAll("\\d+[.]\\d+[.]\\d+[.]\\d+", "ADDRESS")
        .replaceAll("\\b[0-9a-f]{16}\\b", "HASH")
        .replaceAll("-[0-9a-z]{6,10}-[0-9a-z]{5}\\b", "-POD")
        .replaceAll("service-a-node-\\d", "NODE")
        .replaceAll("zookeeper-\\d", "MEMBER")
        .replaceAll("Observed Generation: +\\d+", "Observed Generation: N")
        .replaceAll(" +", " ");
  }
}
