// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file read without an API server has the defaults that an API server would give it. */
class DefaultsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource({
    "smartservices, spec, io.smartstack.crd.v1.SmartServiceSpec",
    "smartservices, spec/properties/nerve, io.smartstack.crd.v1.NerveSpec",
    "smartservices, spec/properties/nerve/properties/checks/items, io.smartstack.crd.v1.CheckSpec",
    "smartservices, spec/properties/nerve/properties/rateLimiting, io.smartstack.crd.v1.RateLimiting",
    "smartservices, spec/properties/synapse, io.smartstack.crd.v1.SynapseSpec",
    "smartservices, spec/properties/uses/items, io.smartstack.crd.v1.UsedService",
    "smartservices, spec/properties/synapse/properties/labelFilters/items, io.smartstack.crd.v1.LabelFilterSpec",
    "smartservices, spec/properties/sidecar, io.smartstack.crd.v1.SidecarSpec",
    "zookeeperensembles, spec, io.smartstack.crd.v1.ZooKeeperEnsembleSpec",
    "zookeeperensembles, spec/properties/storage, io.smartstack.crd.v1.StorageSpec",
  })
  void theRecordHasTheDefaultsOfTheSchema(String crd, String path, String type)
      throws IOException, ClassNotFoundException {
    JsonNode schema =
        Serialization.unmarshal(
                Files.readString(Path.of(crd + ".smartstack.io-v1.yml")), JsonNode.class)
            .at("/spec/versions/0/schema/openAPIV3Schema/properties/" + path);
    ObjectNode defaults = JSON.createObjectNode();
    schema
        .get("properties")
        .properties()
        .forEach(field -> {
          // An empty text is there only because list keys need a default; it means none.
          JsonNode value = field.getValue().get("default");
          if (value != null && !(value.isTextual() && value.asText().isEmpty())) {
            defaults.set(field.getKey(), field.getValue().get("default"));
          }
        });

    JsonNode bare = JSON.valueToTree(JSON.readValue("{}", Class.forName(type)));

    assertThat(withoutEmptyLists(bare)).isEqualTo(JSON.readTree(defaults.toString()));
  }

  private static JsonNode withoutEmptyLists(JsonNode node) {
    ObjectNode copy = node.deepCopy();
    node.properties()
        .forEach(field -> {
          if (field.getValue().isArray() && field.getValue().isEmpty()) {
            copy.remove(field.getKey());
          }
        });
    return copy;
  }
}
