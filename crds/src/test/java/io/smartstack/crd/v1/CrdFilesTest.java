// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The YAML beside this module is what the types say; {@code -DupdateCrds} writes it anew. */
class CrdFilesTest {

  private static final Path CHECKED_IN = Path.of("").toAbsolutePath();

  @ParameterizedTest
  @ValueSource(
      strings = {"smartservices.smartstack.io-v1.yml", "zookeeperensembles.smartstack.io-v1.yml"})
  void theYamlCheckedInIsWhatTheTypesSay(String file, @TempDir Path out) throws IOException {
    String made = generate(out, file);
    Path checkedIn = CHECKED_IN.resolve(file);
    if (Boolean.getBoolean("updateCrds") || System.getProperty("updateCrds") != null) {
      Files.writeString(checkedIn, made);
    }
    assertThat(checkedIn)
        .as("stale: run  mvn -pl crds test -DupdateCrds  and commit crds/*.yml")
        .hasContent(made);
  }

  @Test
  void everyFieldIsDescribed(@TempDir Path out) throws IOException {
    for (Class<?> type : java.util.List.of(SmartServiceSpec.class, ZooKeeperEnsembleSpec.class)) {
      assertThat(type.getRecordComponents()).isNotEmpty();
    }
    assertThat(Undescribed.in(generate(out, "smartservices.smartstack.io-v1.yml"))).isEmpty();
    assertThat(Undescribed.in(generate(out, "zookeeperensembles.smartstack.io-v1.yml"))).isEmpty();
  }

  private static String generate(Path out, String file) throws IOException {
    new CRDGenerator()
        .customResourceClasses(SmartService.class, ZooKeeperEnsemble.class)
        .inOutputDir(out.toFile())
        .detailedGenerate();
    return AnyValues.allow(Files.readString(out.resolve(file)));
  }
}
