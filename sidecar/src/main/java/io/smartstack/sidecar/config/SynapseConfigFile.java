// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@code synapse.conf.json}. */
public final class SynapseConfigFile {

  private SynapseConfigFile() {}

  /**
   * Reads a file, JSON or YAML, and those of its {@code service_conf_dir}. In all of them {@code
   * <%= ENV['NAME'] %>} stands for a variable of the environment.
   *
   * @param file the configuration file
   * @return the configuration, every default filled in, and what was ignored
   * @throws ConfigException with every problem, in the order of the file, when there is any
   */
  public static Loaded<SynapseConfig> read(Path file) throws ConfigException {
    return read(file, System::getenv);
  }

  static Loaded<SynapseConfig> read(Path file, Function<String, @Nullable String> environment)
      throws ConfigException {
    Findings findings = new Findings();
    ConfigTree.Prepare erb = ConfigTree.Prepare.erb(environment);
    return read(
        file.toString(), ConfigTree.read(file, List.of("json", "yaml"), erb, findings), findings);
  }

  /**
   * Reads a text as {@link #read} reads a file, but for {@code service_conf_dir}: for those who
   * write these files.
   *
   * @param environment the variables that are known where the file will be read
   * @throws ConfigException with every problem, in the order of the text, when there is any
   */
  public static Loaded<SynapseConfig> parse(
      String text, Function<String, @Nullable String> environment) throws ConfigException {
    Findings findings = new Findings();
    ConfigTree.Prepare erb = ConfigTree.Prepare.erb(environment);
    return read("synapse.conf.json", ConfigTree.parse(text, erb, findings), findings);
  }

  private static Loaded<SynapseConfig> read(String source, ConfigTree tree, Findings findings)
      throws ConfigException {
    Section top = Section.top(tree.root(), findings);
    Section haproxy = top.section("haproxy");
    HaproxyConfig proxy = haproxy == null ? null : HaproxyReader.read(haproxy);
    Map<String, SynapseServiceConfig> services = services(top, tree, proxy);
    SynapseConfig config = new SynapseConfig(services, proxy, fileOutput(top));
    Statsd.read(top);
    top.text("service_conf_dir");
    generators(top);
    return findings.accept(source, tree.root(), config);
  }

  /**
   * Reads the {@code haproxy} section of one service as it stands in the data of a parent znode,
   * with the same rules and defaults as the file's.
   *
   * @param section the section itself; a null is an empty section
   * @throws ConfigException with every problem, paths starting with {@code haproxy}
   */
  public static Loaded<HaproxyServiceConfig> haproxySection(JsonNode section)
      throws ConfigException {
    Findings findings = new Findings();
    JsonNode root = JsonNodeFactory.instance.objectNode().set("haproxy", section);
    Section haproxy = Section.top(root, findings).section("haproxy");
    HaproxyServiceConfig config =
        haproxy == null ? HaproxyServiceReader.empty() : HaproxyServiceReader.read(haproxy);
    return findings.accept("the generator section", root, config);
  }

  private static Map<String, SynapseServiceConfig> services(
      Section top, ConfigTree tree, @Nullable HaproxyConfig proxy) {
    Map<String, SynapseServiceConfig> services = new LinkedHashMap<>();
    SharedBinds binds = new SharedBinds(proxy);
    Section all = top.sectionOrEmpty("services");
    for (String name : all.keys()) {
      Section given = all.section(name);
      if (given != null) {
        Section section = given.from(tree.origins().get(name));
        checkName(all, name);
        SynapseServiceConfig service = SynapseServiceReader.read(name, section, proxy != null);
        binds.add(service, section);
        for (String copy : Copies.of(name, section)) {
          boolean itself = copy.equals(name);
          services.put(
              copy,
              itself
                  ? service
                  : SynapseServiceReader.read(copy, section.silently(), proxy != null));
        }
        section.done();
      }
    }
    return Collections.unmodifiableMap(services);
  }

  private static void checkName(Section services, String name) {
    if (name.isEmpty() || name.matches("(?s).*[\\s/\\p{Cntrl}].*")) {
      services.problem(
          name, "expected a service name without blanks and slashes, got \"" + name + "\"");
    }
  }

  private static @Nullable Path fileOutput(Section top) {
    Section output = top.section("file_output");
    if (output == null) {
      return null;
    }
    Path directory = output.file("output_directory");
    if (output.take("output_directory") == null) {
      output.missing("output_directory", "a directory for the files");
    }
    output.done();
    return directory;
  }

  /** Every other key at the top is taken for a generator, as in the original. */
  private static void generators(Section top) {
    boolean any = false;
    for (String key : top.keys()) {
      if (List.of("services", "service_conf_dir", "statsd").contains(key)) {
        continue;
      }
      any = true;
      if (!Choice.GENERATOR.here().contains(key)) {
        top.problem(key, Choice.GENERATOR.refusal(key));
      } else if (top.take(key) == null) {
        top.problem(key, "expected an object, got null");
      }
    }
    if (!any) {
      top.problem("", "no config generators supplied: expected haproxy, file_output or both");
    }
  }
}
