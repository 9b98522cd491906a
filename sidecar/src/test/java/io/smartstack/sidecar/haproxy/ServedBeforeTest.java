// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServedBeforeTest {

  @Test
  void whatTheRubySynapseWroteIsKnown() throws Exception {
    Map<String, List<Backend>> served =
        ServedBefore.backends(Compat.read("seed_simple_http_service").expected());

    assertThat(served)
        .containsOnly(
            Map.entry(
                "simple_http_service",
                List.of(
                    backend("service_a_node_1", "192.168.11.102", 8000),
                    backend("service_a_node_2", "192.168.11.103", 8000))));
  }

  @Test
  void disabledLinesAreNotServedAndASlotServesItsOccupant() {
    Map<String, List<Backend>> served =
        ServedBefore.backends(
            """
            backend a
            	server gone_10.0.0.9:80 10.0.0.9:80 id 9 cookie gone check disabled
            	server 10.0.0.1:80 10.0.0.1:80 id 1 cookie c check
            	server slot_1 10.0.0.3:80 id 3 cookie slot_1 check # n3_10.0.0.3:80
            	server slot_2 127.0.0.1:9 id 4 cookie slot_2 check disabled
            	server v6_[::1]:80 [::1]:80 id 5
            """);

    assertThat(served.get("a"))
        .containsExactly(
            backend(null, "10.0.0.1", 80), backend("n3", "10.0.0.3", 80), backend("v6", "::1", 80));
  }

  private static Backend backend(@Nullable String name, String host, int port) {
    return new Backend(name, host, Port.of(port), null, null, null, null, true);
  }
}
