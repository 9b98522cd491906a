// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The YAML beside this module is what the types say; {@code -DupdateCrds} writes it anew. */
class CrdFilesTest {

  record Crd(Class<? extends CustomResource<?, ?>> type, String description) {

    Path file() {
      return Path.of(CustomResource.getCRDName(type) + "-v1.yml").toAbsolutePath();
    }

    @Override
    public String toString() {
      return type.getSimpleName();
    }
  }

  static Stream<Crd> crds() {
    return Stream.of(
        new Crd(
            SmartService.class,
            "One service: how a pod provides it, how callers find it, and which services it calls"
                + " itself. Pods belong to it by the label smartstack.io/service."),
        new Crd(
            ZooKeeperEnsemble.class,
            "One ZooKeeper ensemble that the operator runs: a StatefulSet whose members join and"
                + " leave one at a time."));
  }

  @ParameterizedTest
  @MethodSource("crds")
  void theYamlCheckedInIsWhatTheTypesSay(Crd crd, @TempDir Path scratch) throws IOException {
    String made = CrdYaml.of(crd.type(), crd.description(), scratch);
    if (System.getProperty("updateCrds") != null) {
      Files.writeString(crd.file(), made);
    }
    assertThat(crd.file())
        .as("stale: run  mvn -pl crds test -DupdateCrds  and commit crds/*.yml")
        .hasContent(made);
  }

  @ParameterizedTest
  @MethodSource("crds")
  void everyFieldOfOursIsDescribed(Crd crd) throws IOException {
    assertThat(Undescribed.in(Files.readString(crd.file()))).isEmpty();
  }
}
