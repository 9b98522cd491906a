// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the chart repeats of the rest of the repository, it repeats truly. */
final class ChartFilesTest {

  private static final Path CHART = Path.of(Chart.HOME);

  @Test
  void theChartsDefinitionsAreTheProjects() throws IOException {
    List<Path> ours = definitions(Chart.ROOT.resolve("crds"));
    List<Path> charts = definitions(CHART.resolve("files/crds"));

    assertThat(charts.stream().map(Path::getFileName).toList())
        .isEqualTo(ours.stream().map(Path::getFileName).toList());
    for (Path definition : ours) {
      assertThat(CHART.resolve("files/crds").resolve(definition.getFileName()))
          .as("stale: run `make chart`")
          .hasSameTextualContentAs(definition);
    }
  }

  @Test
  void theChartsVersionIsTheProjects() throws IOException {
    String version = first("(?m)^  <version>(.*)</version>", Chart.ROOT.resolve("pom.xml"));

    assertThat(first("(?m)^version: (.*)$", CHART.resolve("Chart.yaml"))).isEqualTo(version);
    assertThat(first("(?m)^appVersion: (.*)$", CHART.resolve("Chart.yaml"))).isEqualTo(version);
  }

  private static List<Path> definitions(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    }
  }

  private static String first(String pattern, Path file) throws IOException {
    var found = Pattern.compile(pattern).matcher(Files.readString(file));
    assertThat(found.find()).as("%s in %s", pattern, file).isTrue();
    return found.group(1);
  }
}
