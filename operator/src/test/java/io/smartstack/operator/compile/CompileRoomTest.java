// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class CompileRoomTest {

  @Test
  void theCompilerKnowsTheTypesAndTheSidecarsReaderAndNoCluster() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.smartstack.operator.compile..",
            "io.smartstack.crd.v1..",
            "io.smartstack.sidecar.config..",
            "io.fabric8.kubernetes.api.model..",
            "io.fabric8.kubernetes.client",
            "com.fasterxml.jackson..",
            "org.jspecify..",
            "java..")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.smartstack.operator.compile"));
  }
}
