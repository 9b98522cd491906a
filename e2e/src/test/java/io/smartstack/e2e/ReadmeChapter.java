// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.crd.v1.SmartService;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What README.md shows of a cluster is what comes; {@code -DupdateReadme} writes it anew. */
@Played("README")
@Order(2)
final class ReadmeChapter {

  @Test
  @Order(1)
  @DisplayName("what README shows of a cluster is what kubectl prints")
  void whatIsShownIsWhatComes(Scene scene) {
    scene.deed(
        "kubectl delete smartservice/caller deployment/caller    # README knows nothing of it");
    try {
      scene.await("only service_b calls", Duration.ofMinutes(2), () -> callers(scene) == 1);
      if (System.getProperty("updateReadme") != null) {
        Readme.update(Shell::run);
      }
      List<Readme.Shown> all = Readme.shown();
      assertThat(all).hasSizeGreaterThanOrEqualTo(5);
      for (Readme.Shown shown : all) {
        assertThat(alike(scene.see(shown.command())))
            .as("%s%nis not what README.md shows; -DupdateReadme writes it anew", shown.command())
            .isEqualTo(alike(shown.output()));
      }
    } finally {
      scene.stage().set();
    }
  }

  private static int callers(Scene scene) {
    SmartService service = scene.cluster().service("service-a");
    Integer callers = service == null ? null : service.getStatus().callers();
    return callers == null ? -1 : callers;
  }

  /** Without what is different each time: ages, times, addresses, fingerprints, pods' names. */
  private static String alike(String output) {
    return Readme.trimmed(output)
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:]+Z", "TIME")
        .replaceAll("\\b(\\d+[smhd])+\\b", "AGE")
        .replaceAll("\\d+[.]\\d+[.]\\d+[.]\\d+", "ADDRESS")
        .replaceAll("\\b[0-9a-f]{16}\\b", "HASH")
        .replaceAll("-[0-9a-z]{6,10}-[0-9a-z]{5}\\b", "-POD")
        .replaceAll("smartstack-[a-z0-9-]*worker\\d?", "NODE")
        .replaceAll("zookeeper-\\d  ", "MEMBER ")
        .replaceAll("Observed Generation: +\\d+", "Observed Generation: N")
        .replaceAll(" +", " ");
  }
}
