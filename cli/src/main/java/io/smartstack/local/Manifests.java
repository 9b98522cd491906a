// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.crd.v1.SmartStack;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads files as {@code kubectl apply} takes them. */
final class Manifests {

  static final YAMLMapper YAML = new YAMLMapper();

  private static final String RESOURCES = SmartStack.GROUP + "/v1";

  private final List<Manifest> ensembles = new ArrayList<>();
  private final List<Manifest> services = new ArrayList<>();
  private final List<Manifest> deployments = new ArrayList<>();

  /** The ZooKeeperEnsembles of all files. */
  List<Manifest> ensembles() {
    return List.copyOf(ensembles);
  }

  /** The SmartServices of all files. */
  List<Manifest> services() {
    return List.copyOf(services);
  }

  /** The Deployments of all files. */
  List<Manifest> deployments() {
    return List.copyOf(deployments);
  }

  /** Whether a file is one of Kubernetes, rather than a machines file. */
  static boolean isManifest(Path file) {
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
      while (documents.hasNext()) {
        if (documents.next().has("apiVersion")) {
          return true;
        }
      }
      return false;
    } catch (IOException | RuntimeException unreadable) {
      // The reader of machines files says why.
      return false;
    }
  }

  /** Adds a file's documents; what local mode can't run is a problem by its name. */
  void read(Path file, MachinesFile.Problems problems) {
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
      while (documents.hasNext()) {
        JsonNode document = documents.next();
        if (document.isObject()) {
          add(new Manifest(document, problems));
        }
      }
    } catch (IOException | RuntimeException broken) {
      String[] lines = String.valueOf(broken.getMessage()).split("\n", 2);
      problems.add("", "is no YAML: " + lines[0]);
    }
  }

  private void add(Manifest manifest) {
    if (manifest.name().isEmpty()) {
      manifest.problem("metadata.name", "missing");
    }
    switch (manifest.apiVersion() + " " + manifest.kind()) {
      case RESOURCES + " ZooKeeperEnsemble" -> ensembles.add(manifest);
      case RESOURCES + " SmartService" -> services.add(manifest);
      case "apps/v1 Deployment" -> deployments.add(manifest);
      case "v1 Namespace" -> {
        // Names are told apart by their namespaces without it.
      }
      default ->
          manifest.problem(
              "",
              "local mode runs ZooKeeperEnsembles, SmartServices and Deployments (apps/v1), not %s of %s"
                  .formatted(manifest.kind(), manifest.apiVersion()));
    }
  }

  /** A custom resource, checked for keys that its type doesn't have; null when it is broken. */
  static @Nullable SmartService service(Manifest manifest) {
    return resource(manifest, SmartService.class);
  }

  /** A custom resource, checked for keys that its type doesn't have; null when it is broken. */
  static @Nullable ZooKeeperEnsemble ensemble(Manifest manifest) {
    return resource(manifest, ZooKeeperEnsemble.class);
  }

  private static <T> @Nullable T resource(Manifest manifest, Class<T> type) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.putObject("metadata").put("name", manifest.name()).put("namespace", manifest.namespace());
    JsonNode spec = manifest.tree().path("spec");
    tree.set("spec", spec.isObject() ? spec : tree.objectNode());
    try {
      T resource = YAML.treeToValue(tree, type);
      unknown(manifest, tree.path("spec"), YAML.valueToTree(resource).path("spec"), "spec");
      return resource;
    } catch (JsonProcessingException broken) {
      manifest.problem("spec", broken.getOriginalMessage().replaceAll("\\s+", " "));
      return null;
    }
  }

  private static void unknown(Manifest manifest, JsonNode given, JsonNode taken, String path) {
    given
        .properties()
        .forEach(field -> {
          String at = path + "." + field.getKey();
          JsonNode kept = taken.path(field.getKey());
          if (kept.isMissingNode() && saysSomething(field.getValue())) {
            manifest.problem(at, "unknown key");
          } else {
            unknown(manifest, field.getValue(), kept, at);
          }
        });
    for (int i = 0; given.isArray() && i < given.size(); i++) {
      unknown(manifest, given.get(i), taken.path(i), path + "[" + i + "]");
    }
  }

  /** Empty objects and nulls come back as nothing. */
  private static boolean saysSomething(JsonNode value) {
    return value.isValueNode() ? !value.isNull() : !value.isEmpty();
  }
}
