// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendTest {

  @Test
  void aDiscoveredBackendIsWrittenWithAllSevenKeysInSynapsesOrder() {
    Backend backend =
        new Backend(
            "service_a_node_1", "192.168.11.102", Port.of(8000), 1L, null, null, null, true);

    assertThat(backend.json())
        .hasToString(
            "{\"name\":\"service_a_node_1\",\"host\":\"192.168.11.102\",\"port\":8000,\"id\":1,"
                + "\"weight\":null,\"haproxy_server_options\":null,\"labels\":null}");
  }

  @Test
  void aDefaultServerIsWrittenWithTheKeysItWasGiven() {
    Backend backend =
        new Backend(
            "dflt",
            "h0",
            Port.of(80),
            null,
            null,
            null,
            Map.of("az", JsonNodeFactory.instance.textNode("a")),
            false);

    assertThat(backend.json())
        .hasToString("{\"name\":\"dflt\",\"host\":\"h0\",\"port\":80,\"labels\":{\"az\":\"a\"}}");
  }

  @Test
  void aPortKeepsTheJsonTypeItCameIn() {
    assertThat(Port.of(JsonNodeFactory.instance.numberNode(9999)).json()).hasToString("9999");
    assertThat(Port.of(JsonNodeFactory.instance.textNode("9999")).json()).hasToString("\"9999\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "65536", "$PORT", "80a", "-1", "123456", "٣"})
  void whatIsNoPortHasNoNumber(String text) {
    assertThat(new Port(text, true).number()).isEmpty();
  }

  @Test
  void anIpv6AddressIsBracketed() {
    assertThat(new Backend(null, "::1", Port.of(80), null, null, null, null, false).address())
        .isEqualTo("[::1]:80");
  }
}
