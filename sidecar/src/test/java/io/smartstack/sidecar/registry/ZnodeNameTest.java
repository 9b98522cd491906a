// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ZnodeNameTest {

  private static final String PAYLOAD =
      "{\"host\":\"192.168.11.102\",\"port\":8000,\"name\":\"service_a_node_1\"}";
  private static final String ENCODED =
      "eyJob3N0IjoiMTkyLjE2OC4xMS4xMDIiLCJwb3J0Ijo4MDAwLCJuYW1lIjoic2VydmljZV9hX25vZGVfMSJ9";

  @Test
  void aPlainNameIsTheInstanceAndAnUnderscore() {
    assertThat(ZnodeName.plain("service_a_node_1")).isEqualTo("service_a_node_1_");
    assertThat(ZnodeName.sequence("service_a_node_1_0000000002")).hasValue(2);
  }

  @Test
  void anEncodedNameSaysHowLongTheEncodedPayloadIs() {
    assertThat(ZnodeName.encoded("service_a_node_1", PAYLOAD.getBytes(UTF_8)))
        .isEqualTo("base64_84_" + ENCODED + "_");
    assertThat(ZnodeName.payload("base64_84_" + ENCODED + "_0000000002"))
        .hasValueSatisfying(bytes -> assertThat(new String(bytes, UTF_8)).isEqualTo(PAYLOAD));
  }

  @Test
  void paddingIsPartOfTheNameAndUnderscoresInThePayloadDoNotEndIt() {
    assertThat(ZnodeName.encoded("i", "{\"a?\":\"?\"}?".getBytes(UTF_8)))
        .isEqualTo("base64_16_eyJhPyI6Ij8ifT8=_");
    byte[] underscores = {(byte) 0xff, (byte) 0xff, (byte) 0xff};
    assertThat(ZnodeName.encoded("i", underscores)).isEqualTo("base64_4______");
    assertThat(ZnodeName.payload("base64_4______0000000001"))
        .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(underscores));
  }

  @Test
  void aPayloadLongerThan65536CharactersGetsThePlainName() {
    assertThat(ZnodeName.encoded("i", new byte[49152])).startsWith("base64_65536_");
    assertThat(ZnodeName.encoded("i", new byte[49153])).isEqualTo("i_");
  }

  @Test
  void aDamagedNameGivesNoPayload() {
    assertThat(ZnodeName.payload("service_a_node_1_0000000002")).isEmpty();
    assertThat(ZnodeName.payload("base64_")).isEmpty();
    assertThat(ZnodeName.payload("base64_x_eyJ9_1")).isEmpty();
    assertThat(ZnodeName.payload("base64_99_eyJ9_1")).isEmpty();
    assertThat(ZnodeName.payload("base64_999999999_eyJ9_1")).isEmpty();
    assertThat(ZnodeName.payload("base64_4_e*J9_1")).isEmpty();
    assertThat(ZnodeName.payload("base64_3_eyJ9_1")).isEmpty();
  }

  @Test
  void aNameWithoutANumberHasNone() {
    assertThat(ZnodeName.sequence("service_a_node_1_")).isEmpty();
    assertThat(ZnodeName.sequence("service_a_node_x")).isEmpty();
    assertThat(ZnodeName.sequence("0000000001")).isEmpty();
  }
}
