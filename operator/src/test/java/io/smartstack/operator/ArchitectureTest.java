// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Which room may know which other; ARCHITECTURE.md draws the same arrows. */
class ArchitectureTest {

  private static final String ROOT = "io.smartstack.operator";
  private static final String CRDS = "io.smartstack.crd.v1";
  private static final String SIDECAR = "io.smartstack.sidecar";
  private static final JavaClasses OPERATOR =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);
  private static final JavaClasses RESOURCES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.smartstack.crd");

  @Test
  void certificatesKnowOnlyWhomTheyTellThatTheyChanged() {
    room("certificate", ROOT + ".status");
  }

  @Test
  void statusKnowsOnlyTheCustomResources() {
    room("status", CRDS);
  }

  @Test
  void theCompilerKnowsOnlyTheCustomResourcesAndTheSidecarsReader() {
    room("compile", CRDS, SIDECAR + ".config", SIDECAR + ".backend");
  }

  @Test
  void theRegistryKnowsOnlyTheCustomResourcesAndTheSidecarsRegistry() {
    room("registry", CRDS, SIDECAR + ".registry", SIDECAR + ".backend");
  }

  @Test
  void servicesKnowNeitherEnsemblesNorInjection() {
    room("service", CRDS, ROOT + ".compile", ROOT + ".registry", ROOT + ".status");
  }

  @Test
  void ensemblesKnowNothingOfServices() {
    room("ensemble", CRDS, ROOT + ".status");
  }

  @Test
  void injectionKnowsOnlyNamesAndCertificates() {
    room("injection", CRDS, ROOT + ".compile", ROOT + ".certificate");
  }

  @Test
  void onlyTheProcessTalksToTheOperatorFrameworkBesideReconcilers() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + ".compile..", ROOT + ".certificate..", ROOT + ".injection..", ROOT + ".status..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.javaoperatorsdk..")
        .check(OPERATOR);
  }

  @Test
  void theCustomResourcesKnowNobody() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "..", SIDECAR + "..", "io.javaoperatorsdk..")
        .check(RESOURCES);
  }

  @Test
  void nobodySleepsButWhoLooksAtTheLeaseWhoAnswersTheLastCallsAndTheCommandThatOnlyWaits() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".process.Patience")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".process.Leadership")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".process.OperatorProcess")
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "sleeps",
                call ->
                    call.getTargetOwner().isEquivalentTo(Thread.class)
                        && call.getName().equals("sleep")))
        .check(OPERATOR);
  }

  @Test
  void theWallClockIsAskedThroughTheOneThatWasPassedIn() {
    noClasses()
        .that()
        // The Lease's times are for people and other holders; nobody here waits by them.
        .doNotHaveFullyQualifiedName(ROOT + ".process.Leadership")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .check(OPERATOR);
  }

  @Test
  void everyRoomIsDescribedAndNullMarked() {
    Set<String> packages =
        Stream.concat(OPERATOR.stream(), RESOURCES.stream())
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());
    Set<String> marked =
        Stream.concat(OPERATOR.stream(), RESOURCES.stream())
            .filter(type -> type.getSimpleName().equals("package-info"))
            .filter(type -> type.isAnnotatedWith(NullMarked.class))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());
    assertThat(marked).isNotEmpty().containsAll(packages);
  }

  private static void room(String name, String... others) {
    String[] known =
        Stream.concat(Stream.of(ROOT + "." + name), Arrays.stream(others)).toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + "." + name + "..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are ours and outside " + Arrays.toString(known),
                type ->
                    type.getPackageName().startsWith("io.smartstack.")
                        && Arrays.stream(known)
                            .noneMatch(pkg ->
                                type.getPackageName().equals(pkg)
                                    || type.getPackageName().startsWith(pkg + "."))))
        .check(OPERATOR);
  }
}
