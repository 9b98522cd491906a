// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {

  @TempDir Path directory;

  @Test
  void oneVerdictThatDoesNotHoldFailsTheWhole() throws IOException {
    Report report =
        new Report(
            List.of(
                result("good", new Verdict("a", true, "")),
                result("bad", new Verdict("a", true, ""), new Verdict("b", false, "seen"))),
            Duration.ofSeconds(3));

    assertThat(report.passed()).isFalse();
    assertThat(report.sum()).isEqualTo("1 of 2 steps passed; 0 calls; 3 s");
    assertThat(report.table().text()).contains("FAILED: b");
    report.write(directory);
    assertThat(directory.resolve("report.json")).content().contains("\"observed\" : \"seen\"");
    assertThat(directory.resolve("report.md")).content().contains("| 2 | bad | - |");
  }

  @Test
  void noStepAtAllIsNoSuccess() {
    assertThat(new Report(List.of(), Duration.ZERO).passed()).isFalse();
  }

  @Test
  void everyFailureOfTheSeedIsPlayed() {
    assertThat(Chapters.all())
        .extracting(step -> step.chapter() + ": " + step.title())
        .doesNotHaveDuplicates()
        .anyMatch(title -> title.contains("Service crashed: kill -9"))
        .anyMatch(title -> title.contains("ZooKeeper crashed: The leader of three"))
        .anyMatch(title -> title.contains("ZooKeeper crashed: All three"))
        .anyMatch(title -> title.contains("Synapse crashed: SIGTERM"))
        .anyMatch(title -> title.contains("Synapse crashed: kill -9"))
        .anyMatch(title -> title.contains("Nerve crashed: SIGTERM"))
        .anyMatch(title -> title.contains("Nerve crashed: kill -9"))
        .anyMatch(title -> title.contains("HAProxy crashed: kill -9"));
  }

  private static StepResult result(String title, Verdict... verdicts) {
    return new StepResult(
        new Step("chapter", title, new Failures.NoCaller(), scene -> {}),
        Duration.ofSeconds(1),
        null,
        null,
        null,
        List.of(verdicts));
  }
}
