// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Whoever writes the files validates them as those do who read them. */
class TextTest {

  private static final Path EXAMPLES = Path.of("..", "examples", "vm");

  @Test
  void aTextIsReadAsItsFileIs() throws IOException, ConfigException {
    Path nerve = EXAMPLES.resolve("nerve.conf.json");
    Path synapse = EXAMPLES.resolve("synapse.conf.json");

    assertThat(NerveConfigFile.parse(Files.readString(nerve)))
        .isEqualTo(NerveConfigFile.read(nerve, null, null));
    assertThat(SynapseConfigFile.parse(Files.readString(synapse), name -> null))
        .isEqualTo(SynapseConfigFile.read(synapse));
  }

  @Test
  void aTextThatIsNoneIsRefused() {
    assertThatThrownBy(() -> NerveConfigFile.parse("[]")).isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> NerveConfigFile.parse("{")).isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> SynapseConfigFile.parse("{}", name -> null))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("generator");
  }
}
