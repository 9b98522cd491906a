// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.registry.Registration.Reading;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrationTest {

  @Test
  void thePlainPayloadIsWhatRubyWrites() {
    Registration registration =
        new Registration("192.168.11.102", Port.of(8000), "service_a_node_1", null, null, null);

    assertThat(text(registration))
        .isEqualTo("{\"host\":\"192.168.11.102\",\"port\":8000,\"name\":\"service_a_node_1\"}");
  }

  @Test
  void optionalKeysFollowInRubysOrderAndSlashesAndUmlautsStayAsTheyAre() {
    Map<String, JsonNode> labels = new LinkedHashMap<>();
    labels.put("z/one", TextNode.valueOf("Zürich \"1\"\u001f"));
    labels.put("a", IntNode.valueOf(1));
    Registration registration =
        new Registration("::1", new Port("8000", true), "i", 0, "check inter 2s", labels);

    assertThat(text(registration))
        .isEqualTo(
            "{\"host\":\"::1\",\"port\":\"8000\",\"name\":\"i\",\"weight\":0,"
                + "\"haproxy_server_options\":\"check inter 2s\","
                + "\"labels\":{\"z/one\":\"Zürich \\\"1\\\"\\u001f\",\"a\":1}}");
  }

  @Test
  void keysNobodyKnowsAreSkippedAndAWeightMayBeAString() {
    assertThat(read("{\"x\":[1],\"host\":\"h\",\"port\":\"80\",\"weight\":\"7\",\"name\":null}"))
        .isEqualTo(
            new Reading.Usable(new Registration("h", new Port("80", true), null, 7, null, null)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\0',
      delimiter = '|',
      value = {
        "{\"host\":\"h\"                                       | bad JSON",
        "{\"host\":\"h\",\"port\":1} trailing                  | bad JSON",
        "[]                                                    | not a JSON object",
        "7                                                     | not a JSON object",
        "{\"port\":1}                                          | no host",
        "{\"host\":\"\",\"port\":1}                            | no host",
        "{\"host\":1,\"port\":1}                               | host is not a string",
        "{\"host\":\"a b\",\"port\":1}                         | host has a blank in it",
        "{\"host\":\"a\\nb\",\"port\":1}                       | host has a control character in it",
        "{\"host\":\"unix@/run/docker.sock\",\"port\":1}     | host is no name or address",
        "{\"host\":\"/run/docker.sock\",\"port\":1}          | host is no name or address",
        "{\"host\":\"h#\",\"port\":1}                          | host is no name or address",
        "{\"host\":\"$HOME\",\"port\":1}                       | host is no name or address",
        "{\"host\":\"h\"}                                      | no port",
        "{\"host\":\"h\",\"port\":null}                        | no port",
        "{\"host\":\"h\",\"port\":0}          | port is not a number from 1 to 65535",
        "{\"host\":\"h\",\"port\":65536}      | port is not a number from 1 to 65535",
        "{\"host\":\"h\",\"port\":1.5}        | port is not a number from 1 to 65535",
        "{\"host\":\"h\",\"port\":\"http\"}   | port is not a number from 1 to 65535",
        "{\"host\":\"h\",\"port\":{}}         | port is not a number from 1 to 65535",
        "{\"host\":\"h\",\"port\":1,\"weight\":\"x\"} | weight is not a whole number of 0 or more",
        "{\"host\":\"h\",\"port\":1,\"weight\":-1}    | weight is not a whole number of 0 or more",
        "{\"host\":\"h\",\"port\":1,\"weight\":1.5}   | weight is not a whole number of 0 or more",
        "{\"host\":\"h\",\"port\":1,\"weight\":true}  | weight is not a whole number of 0 or more",
        "{\"host\":\"h\",\"port\":1,\"labels\":[]}    | labels are not a JSON object",
        "{\"host\":\"h\",\"port\":1,\"name\":[]}      | name is not a string"
      })
  void whatCannotBeUsedSaysWhy(String json, String reason) {
    assertThat(read(json)).isEqualTo(new Reading.Unusable(reason));
  }

  @Test
  void aZnodeWithoutDataSaysSo() {
    assertThat(Registration.read(new byte[0])).isEqualTo(new Reading.Unusable("no data"));
    assertThat(Registration.read(new byte[] {(byte) 0xff, 0, 1}))
        .isEqualTo(new Reading.Unusable("bad JSON"));
  }

  @Test
  void theBackendCarriesTheNumberOfTheZnode() {
    Registration registration = new Registration("h", Port.of(80), "i", 3, "backup", null);

    assertThat(registration.backend(7L))
        .isEqualTo(new Backend("i", "h", Port.of(80), 7L, 3, "backup", null, true));
  }

  @Test
  void sameHostPortAndNameIsTheSameInstanceWhateverTheWeight() {
    Registration one = new Registration("h", Port.of(80), "i", 1, null, null);

    assertThat(one.sameInstance(new Registration("h", new Port("80", true), "i", 2, "x", null)))
        .isTrue();
    assertThat(one.sameInstance(new Registration("h", Port.of(81), "i", 1, null, null))).isFalse();
    assertThat(one.sameInstance(new Registration("h", Port.of(80), "j", 1, null, null))).isFalse();
    assertThat(one.sameInstance(new Registration("g", Port.of(80), "i", 1, null, null))).isFalse();
  }

  private static Reading read(String json) {
    return Registration.read(json.getBytes(UTF_8));
  }

  private static String text(Registration registration) {
    return new String(registration.bytes(), UTF_8);
  }
}
