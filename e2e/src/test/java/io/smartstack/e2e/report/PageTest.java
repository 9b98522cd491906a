// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PageTest {

  private static final Result STOPPED =
      new Result(
          "Machines",
          "a machine is stopped",
          "make e2e CHAPTER=Machines",
          Result.Verdict.PASSED,
          "",
          1_500,
          3,
          "HAProxy",
          2.04,
          8.0,
          30.2,
          List.of("   0.0  $ docker stop <node>", "   2.0  HAProxy & Nerve"));

  private static final Result BROKEN =
      new Result(
          "Machines",
          "a machine is cut off",
          "make e2e CHAPTER=Machines",
          Result.Verdict.FAILED,
          "expected: 2 but was: 1",
          null,
          null,
          null,
          null,
          null,
          1,
          List.of());

  @Test
  void thePageSaysOfEachSceneWhatWasDoneLostAndMeasured() {
    assertThat(Page.html(List.of(STOPPED)))
        .contains("a machine is stopped", ">passed", ">2.0 s", ">8.0 s", ">1,500", ">3", ">30.2 s")
        .contains("docker stop &lt;node&gt;", "HAProxy &amp; Nerve")
        .doesNotContain("<node>");
  }

  @Test
  void aFailureIsToldWithItsReason() {
    assertThat(Page.html(List.of(STOPPED, BROKEN)))
        .contains("class=failed", "expected: 2 but was: 1", "1 of 2 scenes passed, 1 failed");
  }

  @Test
  void theTableHasARowForEachSceneWithCalls() {
    assertThat(Page.markdown(List.of(STOPPED, BROKEN)))
        .contains(
            "| a machine is stopped | HAProxy | 2.0 s | 8.0 s | 3 of 1,500 | `make e2e CHAPTER=Machines` |")
        .doesNotContain("| a machine is cut off");
  }

  @Test
  void aReportIsWholeAfterEachScene(@TempDir Path directory) throws IOException {
    Report report = new Report(directory);
    report.add(STOPPED);
    report.add(BROKEN);
    assertThat(Files.readString(directory.resolve("report.json")))
        .contains("\"verdict\" : \"FAILED\"", "\"lost\" : 3");
    assertThat(directory.resolve("index.html")).exists();
    assertThat(directory.resolve("report.md")).exists();
  }
}
