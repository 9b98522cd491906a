// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalUnit;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which room may know which other; ARCHITECTURE.md draws the same arrows. */
class ArchitectureTest {

  private static final String ROOT = "io.smartstack.sidecar";
  private static final JavaClasses SIDECAR =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void everybodyMayKnowWhatABackendIsAndABackendKnowsNobody() {
    room("backend").mayKnow();
  }

  @Test
  void configurationKnowsOnlyBackends() {
    room("config").mayKnow("backend");
  }

  @Test
  void theRegistryKnowsOnlyBackends() {
    room("registry").mayKnow("backend");
  }

  @Test
  void reloadingKnowsOnlyConfiguration() {
    room("reload").mayKnow("config");
  }

  @Test
  void reportingKnowsOnlyTheRegistryAndIsToldTheRest() {
    room("report").mayKnow("registry");
  }

  @Test
  void drainingKnowsNobody() {
    room("drain").mayKnow();
  }

  @Test
  void haproxyKnowsConfigurationAndNeitherNerveNorSynapseNorZooKeeper() {
    room("haproxy").mayKnow("backend", "config");
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".haproxy..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.curator..", "org.apache.zookeeper..")
        .check(SIDECAR);
  }

  @Test
  void nerveNeverReadsWhatSynapseWrites() {
    room("nerve").mayKnow("backend", "config", "registry");
  }

  @Test
  void synapseKnowsTheRegistryAndHaproxyButNotNerve() {
    room("synapse").mayKnow("backend", "config", "registry", "haproxy");
  }

  @Test
  void theAdminEndpointKnowsOnlyDrainingAndIsToldTheRest() {
    room("admin").mayKnow("drain");
  }

  @Test
  void nothingOfKubernetesIsInTheSidecar() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..")
        .check(SIDECAR);
  }

  @Test
  void everyPackageSaysWhatComesInAndWhatGoesOut() {
    classes().should(HouseRules.liveInADescribedNullMarkedPackage()).check(SIDECAR);
  }

  @Test
  void noWaitIsMeasuredByAClockThatCanBeSet() {
    noClasses()
        .that()
        // These compare with times on disk, which only that clock can tell.
        .doNotHaveFullyQualifiedName(ROOT + ".synapse.CacheFile")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".haproxy.StateJson")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".haproxy.Allocator")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "isBefore", Instant.class)
        .orShould()
        .callMethod(Instant.class, "isAfter", Instant.class)
        .orShould()
        .callMethod(Instant.class, "compareTo", Instant.class)
        .orShould()
        .callMethod(Instant.class, "until", Temporal.class, TemporalUnit.class)
        .orShould()
        .callMethod(Duration.class, "between", Temporal.class, Temporal.class)
        .check(SIDECAR);
  }

  private static Room room(String name) {
    return new Room(name);
  }

  private record Room(String name) {

    void mayKnow(String... others) {
      String[] known =
          Stream.concat(Stream.of(name), Arrays.stream(others))
              .map(other -> ROOT + "." + other)
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(ROOT + "." + name + "..")
          .should()
          .dependOnClassesThat(oursOutside(known))
          .check(SIDECAR);
    }

    private static DescribedPredicate<JavaClass> oursOutside(String[] known) {
      return DescribedPredicate.describe(
          "are ours and outside " + Arrays.toString(known),
          type ->
              type.getPackageName().startsWith("io.smartstack.")
                  && Arrays.stream(known)
                      .noneMatch(pkg ->
                          type.getPackageName().equals(pkg)
                              || type.getPackageName().startsWith(pkg + ".")));
    }
  }
}
