// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentationTest {

  @Test
  void keepsTheResultsOfScenariosThatDidNotRunAgain(@TempDir Path directory) throws Exception {
    Documentation documentation = new Documentation(directory);
    documentation.take(List.of(result("first", 1), result("second", 2)));

    documentation.take(List.of(result("second", 3)));

    assertThat(ResultJson.read(directory.resolve("results.json")))
        .containsOnlyKeys("first", "second");
    assertThat(Files.readString(directory.resolve("index.html")))
        .contains("<h2>first</h2>", "<h2>second</h2>", "3 ms", "a &lt;caveat&gt;")
        .doesNotContain("2 ms");
  }

  private static Result result(String name, double value) {
    return new Result(
        name,
        "how long it takes",
        Size.FULL,
        "2 cores",
        Instant.EPOCH,
        1,
        List.of(
            Figure.of(
                "time of " + name, "ms", value, new Limit("peer", 10), new Target.AtMostRatio(1))),
        List.of("a <caveat>"));
  }
}
