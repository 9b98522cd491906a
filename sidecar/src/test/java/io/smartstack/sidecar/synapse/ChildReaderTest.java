// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.DiscoveryConfig.Decode;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChildReaderTest {

  private static final String SERVERSET =
      """
      {"serviceEndpoint":{"host":"10.0.0.1","port":31943},
       "additionalEndpoints":{"http":{"host":"10.0.0.1","port":31944}},
       "shard":3,"status":"%s"}
      """;

  private final ChildReader nerve = new ChildReader(new Decode.Nerve());

  @Test
  void aRegistrationAsRubyNerveWritesItIsABackendWithTheNumberOfItsZnode() {
    String ruby =
        "{\"host\":\"192.168.11.102\",\"port\":8000,\"name\":\"service_a_node_1\",\"weight\":5,"
            + "\"haproxy_server_options\":\"backup\",\"labels\":{\"az\":\"a\"}}";

    assertThat(nerve.fromData("service_a_node_1_0000000002", ruby.getBytes(UTF_8)))
        .isEqualTo(
            new Child.Usable(
                new Backend(
                    "service_a_node_1",
                    "192.168.11.102",
                    Port.of(8000),
                    2L,
                    5,
                    "backup",
                    Map.of("az", Services.json("\"a\"")),
                    true)));
  }

  @Test
  void aPathEncodedNameSaysEverythingAndADamagedOneNothing() {
    byte[] payload = Services.payload("a", 80);
    String encoded = Base64.getUrlEncoder().encodeToString(payload);
    String name = "base64_" + encoded.length() + "_" + encoded + "_0000000007";

    assertThat(nerve.fromName(name))
        .contains(
            new Child.Usable(
                new Backend("a", "127.0.0.1", Port.of(80), 7L, null, null, null, true)));
    assertThat(nerve.fromName("base64_9_!!!!_0000000007")).isEmpty();
    assertThat(nerve.fromName("a_0000000007")).isEmpty();
  }

  @Test
  void whatIsNoRegistrationIsBrokenWithItsReason() {
    assertThat(nerve.fromData("x", "{nonsense".getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Child.Broken.class, broken -> assertThat(broken.reason()).contains("JSON"));
    assertThat(nerve.fromData("x", "{\"port\":1}".getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Child.Broken.class, broken -> assertThat(broken.reason()).contains("host"));
  }

  @Test
  void aServersetMemberIsUsedWhileAliveByTheEndpointAskedFor() {
    byte[] alive = SERVERSET.formatted("ALIVE").getBytes(UTF_8);

    assertThat(serverset(null, alive))
        .isEqualTo(
            new Child.Usable(
                new Backend("3", "10.0.0.1", Port.of(31943), 9L, null, null, null, true)));
    assertThat(serverset("http", alive))
        .isEqualTo(
            new Child.Usable(
                new Backend("3", "10.0.0.1", Port.of(31944), 9L, null, null, null, true)));
    assertThat(serverset("nope", alive)).isInstanceOf(Child.Broken.class);
    assertThat(serverset(null, SERVERSET.formatted("DEAD").getBytes(UTF_8)))
        .isEqualTo(new Child.NotAlive());
  }

  private static Child serverset(@Nullable String endpoint, byte[] data) {
    return new ChildReader(new Decode.Serverset(endpoint)).fromData("member_0000000009", data);
  }
}
