// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.chart;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.smartstack.apiserver.ApiServer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The chart of this checkout, and what it renders. */
final class Chart {

  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  static final String HOME = ROOT.resolve("helm/smartstack").toString();

  private Chart() {}

  /** The objects that the values make, the release being {@code smartstack} in {@code home}. */
  static List<JsonNode> render(ApiServer api, String... sets) {
    return Arrays.stream(text(api, sets).split("(?m)^---$"))
        .map(document -> Serialization.unmarshal(document, JsonNode.class))
        .filter(object -> object != null && object.has("kind"))
        .toList();
  }

  static String text(ApiServer api, String... sets) {
    return api.helm(
        Stream.concat(
                Stream.of(
                    "template",
                    "smartstack",
                    HOME,
                    "--namespace",
                    "home",
                    "--kube-version",
                    "1.34.4"),
                Arrays.stream(sets).flatMap(set -> Stream.of("--set", set)))
            .toArray(String[]::new));
  }

  static JsonNode one(List<JsonNode> objects, String kind, String name) {
    return objects.stream()
        .filter(object ->
            object.path("kind").asText().equals(kind)
                && object.path("metadata").path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
  }
}
