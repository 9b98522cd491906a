// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartstack.apiserver.ApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Everything in a namespace that an operator is answerable for, without what differs between any
 * two runs: uids, times, addresses and random keys. Fingerprints are numbered, so that equal ones
 * stay equal.
 */
final class State {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<String> KINDS =
      List.of(
          "/apis/smartstack.io/v1/namespaces/%s/smartservices",
          "/apis/smartstack.io/v1/namespaces/%s/zookeeperensembles",
          "/api/v1/namespaces/%s/configmaps",
          "/api/v1/namespaces/%s/secrets",
          "/api/v1/namespaces/%s/services",
          "/apis/apps/v1/namespaces/%s/statefulsets",
          "/apis/policy/v1/namespaces/%s/poddisruptionbudgets",
          "/api/v1/namespaces/%s/pods");
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{16,64}(?:[.][0-9]+)?");
  private static final Set<String> DIFFERENT =
      Set.of(
          "uid",
          "resourceVersion",
          "creationTimestamp",
          "generation",
          "managedFields",
          "lastTransitionTime",
          "startTime",
          "startedAt",
          "since",
          "observedGeneration",
          "clusterIP",
          "clusterIPs",
          "currentRevision",
          "updateRevision",
          "controller-revision-hash",
          "pod-template-hash",
          "kube-api-access",
          "generateName",
          "disruptedPods");

  private State() {}

  static String of(ApiServer api, String namespace) {
    try {
      var objects = new TreeMap<String, String>();
      for (String kind : KINDS) {
        JsonNode list = JSON.readTree(api.admin().raw(kind.formatted(namespace)));
        for (JsonNode object : list.path("items")) {
          String name = object.at("/metadata/name").asText();
          if (!name.equals("kube-root-ca.crt")) {
            strip(object, kind);
            objects.put(kind.replaceFirst(".*/", "") + "/" + steady(name), object.toPrettyString());
          }
        }
      }
      String all =
          objects.entrySet().stream()
              .map(it -> it.getKey() + " " + it.getValue())
              .collect(Collectors.joining("\n"));
      return numbered(steady(all).replace(namespace, "NS"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names that a ReplicaSet and the API server make up. */
  private static String steady(String text) {
    return text.replaceAll("late-[0-9a-z]{6,10}(-[0-9a-z]{5})?", "late-POD")
        .replaceAll("kube-api-access-[0-9a-z]{5}", "kube-api-access");
  }

  private static void strip(JsonNode node, String kind) {
    if (node instanceof ObjectNode object) {
      object.remove(DIFFERENT);
      if (kind.endsWith("/secrets")) {
        hide(object, "data");
      }
      if (kind.endsWith("/pods") && object.get("annotations") instanceof ObjectNode annotations) {
        annotations.remove("smartstack.io/config"); // no need to tell a sidecar what it has
      }
      // What a pod's own status says is the test's doing; so is a controller's.
      if (!kind.startsWith("/apis/smartstack.io")) {
        object.remove("status");
      }
    }
    if (node instanceof ObjectNode || node instanceof ArrayNode) {
      node.forEach(child -> strip(child, kind));
    }
  }

  private static void hide(ObjectNode secret, String field) {
    if (secret.get(field) instanceof ObjectNode data) {
      data.fieldNames().forEachRemaining(key -> data.put(key, "SECRET"));
    }
  }

  private static String numbered(String text) {
    Map<String, Integer> numbers = new HashMap<>();
    return FINGERPRINT
        .matcher(text)
        .replaceAll(found ->
            Matcher.quoteReplacement(
                "H"
                    + numbers.computeIfAbsent(
                        found.group().replaceFirst("[.].*", ""), _ -> numbers.size() + 1)));
  }
}
