// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.registry.Registration.Reading;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RegistrationPropertiesTest {

  @Property(tries = 300)
  void whatIsWrittenIsReadBack(@ForAll("registrations") Registration registration) {
    assertThat(Registration.read(registration.bytes())).isEqualTo(new Reading.Usable(registration));
  }

  @Property(tries = 300)
  void theNameGivesThePayloadBack(@ForAll("registrations") Registration registration) {
    byte[] payload = registration.bytes();

    String name = ZnodeName.encoded("any", payload) + "0000000007";

    assertThat(ZnodeName.payload(name)).hasValueSatisfying(p -> assertThat(p).isEqualTo(payload));
    assertThat(ZnodeName.sequence(name)).hasValue(7);
  }

  @Property(tries = 500)
  void anythingCanBeReadWithoutAnException(@ForAll byte[] data, @ForAll String name) {
    assertThat(Registration.read(data)).isNotNull();
    assertThat(ZnodeName.payload("base64_" + name)).isNotNull();
    assertThat(ZnodeName.sequence(name)).isNotNull();
  }

  @Provide
  Arbitrary<Registration> registrations() {
    Arbitrary<String> text =
        Arbitraries.strings()
            .filter(s -> s.chars().noneMatch(c -> Character.isISOControl(c) || surrogate(c)));
    Arbitrary<String> host =
        Arbitraries.strings().alpha().numeric().withChars(".:-").ofMinLength(1);
    Arbitrary<Port> port =
        Combinators.combine(Arbitraries.integers().between(1, 65535), Arbitraries.of(true, false))
            .as((number, quoted) -> new Port(Integer.toString(number), quoted));
    Arbitrary<Map<String, JsonNode>> labels =
        Arbitraries.maps(text, text.map(value -> (JsonNode) TextNode.valueOf(value))).ofMaxSize(3);
    return Combinators.combine(
            host,
            port,
            text,
            Arbitraries.integers().between(0, 999).injectNull(0.3),
            text.injectNull(0.3),
            labels.injectNull(0.3))
        .as(Registration::new);
  }

  private static boolean surrogate(int c) {
    return Character.isSurrogate((char) c);
  }
}
