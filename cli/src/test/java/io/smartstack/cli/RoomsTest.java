// SPDX-License-Identifier: Apache-2.0
package io.smartstack.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which room of the command may know which other. */
class RoomsTest {

  @Test
  void theWalkthroughLooksAtRealProcessesFromOutside() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("io.smartstack..")
        .layer("sidecar")
        .definedBy("io.smartstack.sidecar..")
        .layer("compile")
        .definedBy("io.smartstack.operator.compile..")
        .layer("load")
        .definedBy("io.smartstack.load..")
        .layer("local")
        .definedBy("io.smartstack.local..")
        .layer("walkthrough")
        .definedBy("io.smartstack.walkthrough..")
        .layer("cli")
        .definedBy("io.smartstack.cli..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("walkthrough")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("local")
        .mayOnlyBeAccessedByLayers("walkthrough", "cli")
        .whereLayer("load")
        .mayOnlyBeAccessedByLayers("walkthrough")
        .whereLayer("sidecar")
        .mayOnlyBeAccessedByLayers("cli", "compile")
        .whereLayer("compile")
        .mayOnlyBeAccessedByLayers("local")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(
                    "io.smartstack.cli",
                    "io.smartstack.local",
                    "io.smartstack.load",
                    "io.smartstack.walkthrough",
                    "io.smartstack.sidecar",
                    "io.smartstack.operator.compile"));
  }

  @Test
  void ofTheOperatorNothingButItsCompilerIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.smartstack.operator..")
                .and(not(resideInAPackage("io.smartstack.operator.compile.."))))
        .check(
            new ClassFileImporter()
                .importPackages(
                    "io.smartstack.cli",
                    "io.smartstack.local",
                    "io.smartstack.load",
                    "io.smartstack.walkthrough"));
  }
}
