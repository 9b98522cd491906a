// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Whatever a file holds, it is read or refused; nothing else happens. */
final class AnyFileTest {

  private static final List<String> KEYS =
      List.of(
          "services",
          "haproxy",
          "file_output",
          "statsd",
          "instance_id",
          "service_conf_dir",
          "discovery",
          "discovery_multi",
          "checks",
          "host",
          "port",
          "zk_hosts",
          "zk_path",
          "type",
          "method",
          "hosts",
          "path",
          "listen",
          "label_filters",
          "rate_limiting",
          "weight",
          "rise",
          "timeout",
          "labels",
          "default_servers",
          "load_test_concurrency",
          "global",
          "defaults",
          "extra_sections",
          "uri",
          "headers",
          "decode",
          "retry_policy",
          "socket_file_path");
  private static final List<String> WORDS =
      List.of("zookeeper", "base", "http", "tcp", "/a", "z:1", "", "$V", "5", "x\u0000", "1e99");

  private static Path file = Path.of("");

  @BeforeContainer
  static void create() throws IOException {
    file = Files.createTempFile("any", ".json");
  }

  @AfterContainer
  static void delete() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void anyJsonIsReadOrRefused(@ForAll("objects") JsonNode json) throws IOException {
    bothRead(json.toString());
  }

  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void anyTextIsReadOrRefused(@ForAll("texts") String text) throws IOException {
    bothRead(text);
  }

  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void anyGeneratorSectionIsReadOrRefused(@ForAll("objects") JsonNode json) {
    outcome(() -> SynapseConfigFile.haproxySection(json));
  }

  private static void bothRead(String text) throws IOException {
    Files.writeString(file, text);
    outcome(() -> NerveConfigFile.read(file, null, null));
    outcome(() -> SynapseConfigFile.read(file, name -> null));
  }

  private static void outcome(Reading reading) {
    @Nullable Loaded<?> loaded = null;
    List<Problem> problems = List.of();
    try {
      loaded = reading.read();
    } catch (ConfigException e) {
      problems = e.problems();
    }
    assertThat(problems.isEmpty()).isEqualTo(loaded != null);
  }

  private interface Reading {
    Loaded<?> read() throws ConfigException;
  }

  @Provide
  Arbitrary<JsonNode> objects() {
    return Arbitraries.maps(key(), values(3)).ofMaxSize(5).map(AnyFileTest::object);
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> token =
        Arbitraries.oneOf(
            Arbitraries.of(
                "{",
                "}",
                "[",
                "]",
                ":",
                ": ",
                ",",
                "\"",
                "'",
                "\\",
                "\t",
                "\n",
                "#",
                "&a",
                "*a",
                "<<",
                "<%",
                "%>",
                "!!int ",
                "!x ",
                "|",
                ">",
                "- ",
                "---",
                "~",
                "\\UFFFFFFFF",
                "%"),
            key(),
            Arbitraries.strings().ofMaxLength(3));
    return token.list().ofMaxSize(30).map(tokens -> String.join("", tokens));
  }

  private static Arbitrary<String> key() {
    return Arbitraries.of(KEYS);
  }

  private static Arbitrary<JsonNode> values(int depth) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    Arbitrary<JsonNode> leaf =
        Arbitraries.oneOf(
            Arbitraries.of(WORDS).map(json::textNode),
            Arbitraries.strings().ofMaxLength(5).map(json::textNode),
            Arbitraries.bigIntegers().map(json::numberNode),
            Arbitraries.integers().between(-1, 5).map(json::numberNode),
            Arbitraries.doubles().map(json::numberNode),
            Arbitraries.of(true, false).map(json::booleanNode),
            Arbitraries.just(json.nullNode()));
    if (depth == 0) {
      return leaf;
    }
    return Arbitraries.oneOf(
        leaf,
        values(depth - 1).list().ofMaxSize(3).map(list -> json.arrayNode().addAll(list)),
        Arbitraries.maps(key(), values(depth - 1)).ofMaxSize(4).map(AnyFileTest::object));
  }

  private static JsonNode object(Map<String, JsonNode> fields) {
    return JsonNodeFactory.instance.objectNode().setAll(fields);
  }
}
