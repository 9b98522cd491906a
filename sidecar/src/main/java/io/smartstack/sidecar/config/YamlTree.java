// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * YAML, and with it JSON, as a JSON tree. The original reads both with a YAML 1.1 parser, which is
 * why trailing commas, comments, anchors and bare words load.
 */
final class YamlTree {

  private static final int MAX_NODES = 2_000_000;
  static final int MAX_DEPTH = 100;
  private static final Set<String> TRUE = Set.of("true", "yes", "on");

  private final JsonNodeFactory json = JsonNodeFactory.instance;
  private final Findings findings;
  private int nodes;

  private YamlTree(Findings findings) {
    this.findings = findings;
  }

  /**
   * Parses a document; a key given twice is a warning, its last value counts.
   *
   * @param path of the document's root, for the warnings
   * @throws YAMLException when it is not YAML; {@link #explain} says where
   */
  static JsonNode parse(String text, String path, Findings findings) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(SourceText.MAX_BYTES);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(1_000);
    Node node = compose(new Yaml(options), FlowTabs.toSpaces(text));
    return new YamlTree(findings).convert(node, path, 0);
  }

  private static Node compose(Yaml yaml, String text) {
    Node node;
    try {
      node = yaml.compose(new StringReader(text));
    } catch (YAMLException e) {
      throw e;
    } catch (RuntimeException e) {
      // Escapes of no character, such as \UFFFFFFFF, come as other exceptions.
      throw new YAMLException("not readable: " + e.getMessage(), e);
    }
    if (node == null) {
      throw new YAMLException("the file is empty");
    }
    return node;
  }

  /** What is wrong and where, on one line. */
  static String explain(YAMLException e) {
    if (e instanceof MarkedYAMLException marked) {
      Mark mark = marked.getProblemMark();
      String problem = marked.getProblem() == null ? "not readable" : marked.getProblem();
      return mark == null ? problem : at(mark) + problem;
    }
    String message = e.getMessage() == null ? "not readable" : e.getMessage();
    return message.replaceAll("\\s*\\n\\s*", " ");
  }

  private static String at(Mark mark) {
    return "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": ";
  }

  private JsonNode convert(Node node, String path, int depth) {
    if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
      throw new YAMLException(at(node.getStartMark()) + "too deep or too large once expanded");
    }
    return switch (node) {
      case MappingNode mapping -> object(mapping, path, depth);
      case SequenceNode sequence -> {
        ArrayNode list = json.arrayNode();
        for (Node element : sequence.getValue()) {
          list.add(convert(element, Findings.element(path, list.size()), depth + 1));
        }
        yield list;
      }
      case ScalarNode scalar -> scalar(scalar);
      default -> throw new YAMLException(at(node.getStartMark()) + "not readable");
    };
  }

  private ObjectNode object(MappingNode mapping, String path, int depth) {
    ObjectNode inherited = json.objectNode();
    ObjectNode own = json.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new YAMLException(at(tuple.getKeyNode().getStartMark()) + "a key must be a word");
      }
      if (key.getTag().equals(Tag.MERGE)) {
        merge(convert(tuple.getValueNode(), path, depth + 1), inherited);
        continue;
      }
      String here = Findings.field(path, key.getValue());
      if (own.has(key.getValue())) {
        findings.warning(here, at(key.getStartMark()) + "given twice, the last one counts");
      }
      own.set(key.getValue(), convert(tuple.getValueNode(), here, depth + 1));
    }
    return inherited.setAll(own);
  }

  private static void merge(JsonNode from, ObjectNode into) {
    if (from.isArray()) {
      from.forEach(each -> merge(each, into));
    }
    from.properties().forEach(e -> into.putIfAbsent(e.getKey(), e.getValue()));
  }

  private JsonNode scalar(ScalarNode scalar) {
    String text = scalar.getValue();
    if (scalar.getTag().equals(Tag.NULL)) {
      return json.nullNode();
    }
    if (scalar.getTag().equals(Tag.BOOL)) {
      return json.booleanNode(TRUE.contains(text.toLowerCase(Locale.ROOT)));
    }
    String digits = text.replace("_", "");
    if (scalar.getTag().equals(Tag.INT) && digits.matches("[-+]?(0|[1-9][0-9]{0,30})")) {
      return whole(digits);
    }
    if (scalar.getTag().equals(Tag.FLOAT) && digits.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?")) {
      return json.numberNode(Double.parseDouble(digits));
    }
    return json.textNode(text);
  }

  /** A whole number as every tree of a file has it. */
  static JsonNode whole(String digits) {
    BigInteger value = new BigInteger(digits);
    return value.bitLength() < Integer.SIZE
        ? JsonNodeFactory.instance.numberNode(value.intValue())
        : JsonNodeFactory.instance.numberNode(value);
  }
}
