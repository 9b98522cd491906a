// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.crd.v1.SmartService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExamplesTest {

  private static final Path GOLDEN = Path.of("src", "test", "resources", "compile");

  private final Compiler compiler = new Compiler(Surroundings.inCluster("cluster.local"));

  @ParameterizedTest
  @ValueSource(strings = {"service-a", "service-b"})
  void anExampleBecomesTheFilesThatAPersonWouldWrite(String name) throws IOException {
    SmartService service = Yaml.example(name + ".yaml");
    Compilation made =
        compiler.compile(List.of(service), Yaml.lookup(Yaml.example("service-a.yaml")), null);

    assertThat(made.problems()).isEmpty();
    Files files = Objects.requireNonNull(made.files());
    golden(name + ".nerve.conf.json", files.nerve());
    golden(name + ".synapse.conf.json", files.synapse());
  }

  private static void golden(String name, String made) throws IOException {
    Path file = GOLDEN.resolve(name);
    if (System.getProperty("updateGolden") != null) {
      java.nio.file.Files.writeString(file, made);
    }
    assertThat(file)
        .as("run  mvn -pl operator test -DupdateGolden  and look at the difference")
        .hasContent(made);
  }
}
