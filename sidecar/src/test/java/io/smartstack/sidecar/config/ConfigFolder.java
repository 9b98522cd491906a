// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Configurations written to a folder and read back. */
record ConfigFolder(Path path) {

  Path write(String name, String text) throws IOException {
    Path file = path.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    return Files.writeString(file, text);
  }

  Loaded<NerveConfig> nerve(String text) throws IOException, ConfigException {
    return NerveConfigFile.read(write("nerve.conf.json", text), null, null);
  }

  Loaded<SynapseConfig> synapse(String text) throws IOException, ConfigException {
    return SynapseConfigFile.read(write("synapse.conf.json", text));
  }

  /** The problems a file is refused with, in order. */
  static List<String> problems(ThrowingCallable reading) {
    List<String> problems = new ArrayList<>();
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(reading)
        .satisfies(e -> e.problems().forEach(p -> problems.add(p.toString())));
    return problems;
  }
}
