// SPDX-License-Identifier: Apache-2.0
package io.smartstack.cli;

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
                .importPackages("io.smartstack"));
  }
}
