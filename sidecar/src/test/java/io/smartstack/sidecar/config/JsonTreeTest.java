// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Property(tries = 500)
  void itIsTheTreeThatYamlSees(@ForAll("trees") JsonNode tree) {
    assertThat(JsonTree.parse(tree.toPrettyString()))
        .isEqualTo(tree)
        .isEqualTo(YamlTree.parse(tree.toString(), "", new Findings()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": 1, \"a\": 2}",
        "{\"a\": 1,}",
        "{\"a\": 1} # that",
        "{\"a\": 1} {\"b\": 2}",
        "{a: 1}",
        "{'a': 1}",
        "{\"a\": 1e3}",
        "{\"a\": 010}",
        "{\"a\": NaN}",
        "{\"a\":",
        "a: 1",
        "{\"a\": \"b\u0085c\"}",
        "{\"a\": \"b \u2028 c\"}",
        "{\"a\": \"b\u007fc\"}",
        "",
      })
  void whatIsNotStrictJsonIsLeftToYaml(String text) {
    assertThat(JsonTree.parse(text)).isNull();
  }

  @Test
  void aTreeTooDeepIsLeftToYaml() {
    assertThat(JsonTree.parse("[".repeat(102) + "]".repeat(102))).isNull();
    assertThat(JsonTree.parse("[".repeat(100) + "]".repeat(100))).isNotNull();
  }

  @Provide
  Arbitrary<JsonNode> trees() {
    // What YAML's reader takes raw.
    Arbitrary<String> text = Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(12);
    Arbitrary<JsonNode> scalar =
        Arbitraries.oneOf(
            text.map(NODES::textNode),
            Arbitraries.of("yes", "null", "1.5", "0x10", "~", "<<", "2001-01-01", "\n\t\u0001")
                .map(NODES::textNode),
            Arbitraries.of(true, false).map(NODES::booleanNode),
            Arbitraries.integers().map(NODES::numberNode),
            Arbitraries.longs()
                .filter(number -> number != (int) (long) number)
                .map(number -> NODES.numberNode(BigInteger.valueOf(number))),
            Arbitraries.doubles().between(-1000, 1000).ofScale(3).map(NODES::numberNode),
            Arbitraries.just(NODES.nullNode()));
    return Arbitraries.recursive(
        () -> scalar,
        inner ->
            Arbitraries.oneOf(
                inner.list().ofMaxSize(4).map(JsonTreeTest::list),
                Arbitraries.maps(text, inner).ofMaxSize(4).map(JsonTreeTest::object)),
        0,
        3);
  }

  private static JsonNode list(List<JsonNode> elements) {
    return NODES.arrayNode().addAll(elements);
  }

  private static JsonNode object(Map<String, JsonNode> fields) {
    ObjectNode object = NODES.objectNode();
    return object.setAll(fields);
  }
}
