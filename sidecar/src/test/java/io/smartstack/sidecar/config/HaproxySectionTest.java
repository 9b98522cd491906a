// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.smartstack.sidecar.config.HaproxyServiceConfig.Bind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The generator section that a parent znode may hold. */
final class HaproxySectionTest {

  private final ObjectMapper json = new ObjectMapper();

  @Test
  void aSectionWithAPortAloneGetsEveryDefault() throws Exception {
    HaproxyServiceConfig config =
        SynapseConfigFile.haproxySection(json.readTree("{\"port\": 1}")).config();
    assertThat(config.bind()).isEqualTo(new Bind.OnPort("1"));
    assertThat(config.listen()).isEqualTo(List.of());
    assertThat(config.disabled()).isFalse();
  }

  @Test
  void aNullIsAnEmptySection() throws Exception {
    assertThat(SynapseConfigFile.haproxySection(NullNode.instance).config())
        .isEqualTo(SynapseConfigFile.haproxySection(json.readTree("{}")).config());
  }

  @Test
  void aBadSectionIsRefusedByPath() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(
            () -> SynapseConfigFile.haproxySection(json.readTree("{\"port\": {}, \"listen\": 1}")))
        .satisfies(e ->
            assertThat(e.problems())
                .extracting(Problem::toString)
                .containsExactly(
                    "haproxy.port: expected a port from 1 to 65535, got {}",
                    "haproxy.listen: expected a list of texts, got 1"));
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> SynapseConfigFile.haproxySection(json.readTree("[]")))
        .withMessageContaining("haproxy: expected an object, got []");
  }
}
