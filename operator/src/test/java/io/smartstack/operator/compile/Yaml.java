// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.smartstack.crd.v1.SmartService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** SmartServices as people write them. */
final class Yaml {

  private static final YAMLMapper MAPPER = new YAMLMapper();

  private Yaml() {}

  /** A service of the namespace {@code team}, by the text of its spec. */
  static SmartService service(String name, String spec) {
    String head = "metadata: {name: %s, namespace: team}\nspec:\n".formatted(name);
    try {
      return MAPPER.readValue(head + spec.indent(2), SmartService.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first document of an example, in the namespace {@code default}. */
  static SmartService example(String file) {
    Path path = Path.of("..", "examples", file);
    try (MappingIterator<JsonNode> documents =
        MAPPER.readerFor(JsonNode.class).readValues(path.toFile())) {
      SmartService service = MAPPER.treeToValue(documents.next(), SmartService.class);
      service.getMetadata().setNamespace("default");
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Lookup lookup(SmartService... services) {
    Map<ServiceName, SmartService> all =
        Arrays.stream(services).collect(Collectors.toMap(ServiceName::of, Function.identity()));
    return name -> java.util.Optional.ofNullable(all.get(name));
  }
}
