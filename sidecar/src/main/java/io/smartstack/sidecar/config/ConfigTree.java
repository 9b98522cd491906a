// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A file with the services of its {@code service_conf_dir} put in.
 *
 * @param root the file's object
 * @param origins the file a service came from, for those of {@code service_conf_dir}
 */
record ConfigTree(ObjectNode root, Map<String, Path> origins) {

  /**
   * Reads a file and its {@code service_conf_dir}.
   *
   * @param extensions of the files taken from the directory; of two files for one service the one
   *     with the later extension counts
   * @param prepare what is done to a text before it is parsed; reports problems at the path given
   * @throws ConfigException when the file itself is no readable object
   */
  static ConfigTree read(Path file, List<String> extensions, Prepare prepare, Findings findings)
      throws ConfigException {
    JsonNode tree = parse(file, "", "", "", prepare, findings);
    ObjectNode root = object(tree, file.toString(), findings);
    ConfigTree config = new ConfigTree(root, new HashMap<>());
    JsonNode dir = root.get("service_conf_dir");
    String path = dir == null ? null : Scalars.text(dir);
    if (path != null && !path.isEmpty()) {
      config.addServices(file, path, extensions, prepare, findings);
    }
    return config;
  }

  /**
   * Reads a text that stands alone: its {@code service_conf_dir} is not looked at.
   *
   * @throws ConfigException when the text is no readable object
   */
  static ConfigTree parse(String text, Prepare prepare, Findings findings) throws ConfigException {
    JsonNode tree = parse(text, "", "", "", prepare, findings);
    return new ConfigTree(object(tree, "the text", findings), new HashMap<>());
  }

  private static ObjectNode object(@Nullable JsonNode tree, String source, Findings findings)
      throws ConfigException {
    if (tree != null && !tree.isObject()) {
      findings.problem("", "expected an object with the key services, got " + Section.show(tree));
    }
    if (!(tree instanceof ObjectNode root)) {
      throw findings.refusal(source);
    }
    return root;
  }

  /** What is done to a text before it is parsed. */
  interface Prepare {
    String apply(String text, String path, Findings findings);

    /** Expands ERB with these variables. */
    static Prepare erb(Function<String, @Nullable String> environment) {
      return (text, path, findings) -> Erb.expand(text, path, findings, environment);
    }
  }

  private void addServices(
      Path file, String dir, List<String> extensions, Prepare prepare, Findings findings) {
    String key = "service_conf_dir";
    JsonNode own = root.get("services");
    if (own == null || own.isNull()) {
      own = root.putObject("services");
    }
    for (Path each : serviceFiles(file, dir, extensions, findings)) {
      String fileName = String.valueOf(each.getFileName());
      String name = fileName.substring(0, fileName.lastIndexOf('.'));
      JsonNode service =
          parse(each, key, each + ": ", Findings.field("services", name), prepare, findings);
      if (service == null || !(own instanceof ObjectNode services)) {
        continue;
      }
      if (services.has(name)) {
        findings.warning(
            Findings.field("services", name), "given twice, the one in " + each + " counts");
      }
      services.set(name, service);
      origins.put(name, each);
    }
  }

  private static List<Path> serviceFiles(
      Path file, String dir, List<String> extensions, Findings findings) {
    List<Path> found = new ArrayList<>();
    String key = "service_conf_dir";
    try {
      Path here = Path.of(dir);
      Path chosen = Files.isDirectory(here) ? here : file.toAbsolutePath().resolveSibling(dir);
      if (!Files.isDirectory(chosen)) {
        findings.problem(key, "expected a directory, but " + dir + " is none; create it");
        return found;
      }
      for (String extension : extensions) {
        try (Stream<Path> all = Files.list(chosen)) {
          all.filter(f -> String.valueOf(f.getFileName()).matches("[^.].*\\." + extension))
              .sorted()
              .forEach(found::add);
        }
      }
    } catch (InvalidPathException | IOException e) {
      findings.problem(key, "expected a readable directory, got " + dir + ": " + e.getMessage());
    }
    return found;
  }

  private static @Nullable JsonNode parse(
      Path file, String path, String prefix, String root, Prepare prepare, Findings findings) {
    String text = SourceText.read(file, path, findings);
    return text == null ? null : parse(text, path, prefix, root, prepare, findings);
  }

  private static @Nullable JsonNode parse(
      String text, String path, String prefix, String root, Prepare prepare, Findings findings) {
    try {
      String prepared = prepare.apply(text, path, findings);
      JsonNode tree = JsonTree.parse(prepared);
      return tree == null ? YamlTree.parse(prepared, root, findings) : tree;
    } catch (YAMLException e) {
      findings.problem(
          path, prefix + YamlTree.explain(e) + "; expected JSON or YAML, mend the file there");
      return null;
    }
  }
}
