// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import java.util.List;
import org.junit.jupiter.api.Test;

class RubyLookTest {

  @Test
  void backendsLookAsInTheWalkthrough() {
    Backend backend =
        new Backend(
            "service_a_node_1", "192.168.11.102", Port.of(8000), 1L, null, null, null, true);

    assertThat(RubyLook.of(List.of(backend)))
        .isEqualTo(
            "[{\"name\"=>\"service_a_node_1\", \"host\"=>\"192.168.11.102\", \"port\"=>8000,"
                + " \"id\"=>1, \"weight\"=>nil, \"haproxy_server_options\"=>nil, \"labels\"=>nil}]");
  }

  @Test
  void labelsAreNestedAndQuotesEscaped() {
    assertThat(RubyLook.of(List.of(Services.labelled("a\"b", 1, "{\"x\":[1,true]}"))))
        .contains("\"name\"=>\"a\\\"b\"", "\"labels\"=>{\"x\"=>[1, true]}");
  }
}
