// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a reader may count on in every source file of the project. */
class SourceRulesTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void noFileIsLongerThan400Lines() {
    assertThat(sources())
        .isNotEmpty()
        .allSatisfy(file -> assertThat(lines(file)).hasSizeLessThan(401));
  }

  @Test
  void halfOfTheFilesFitOnOneAndAHalfScreens() {
    List<Integer> lengths = sources().stream().map(file -> lines(file).size()).sorted().toList();
    assertThat(lengths.get(lengths.size() / 2)).isLessThanOrEqualTo(100);
    assertThat(lengths.get(lengths.size() * 9 / 10)).isLessThanOrEqualTo(250);
  }

  @Test
  void noPackageIsADrawerForOddsAndEnds() {
    assertThat(sources())
        .noneSatisfy(
            file -> assertThat(file.toString()).matches(".*/(util|utils|common|impl|helper)s?/.*"));
  }

  private static List<Path> sources() {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve("src/main"))
          .filter(Files::isDirectory)
          .flatMap(SourceRulesTest::below)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of these folders alone: what other modules build at the same time comes and goes. */
  private static Stream<Path> below(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
