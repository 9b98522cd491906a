// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code nerve.conf.json}. */
public final class NerveConfigFile {

  private NerveConfigFile() {}

  /**
   * Reads a file, JSON or YAML, and those of its {@code service_conf_dir}.
   *
   * @param file the configuration file
   * @param instanceId replaces the file's {@code instance_id}, null to keep it
   * @param host replaces the host of every service, and of every check that does not name its own;
   *     null to keep them
   * @return the configuration, every default filled in, and what was ignored
   * @throws ConfigException with every problem, in the order of the file, when there is any
   */
  public static Loaded<NerveConfig> read(
      Path file, @Nullable String instanceId, @Nullable String host) throws ConfigException {
    Findings findings = new Findings();
    ConfigTree tree =
        ConfigTree.read(file, List.of("yaml", "json"), (text, path, to) -> text, findings);
    return read(file.toString(), tree, instanceId, host, findings);
  }

  /**
   * Reads a text as {@link #read} reads a file, but for {@code service_conf_dir}: for those who
   * write these files.
   *
   * @throws ConfigException with every problem, in the order of the text, when there is any
   */
  public static Loaded<NerveConfig> parse(String text) throws ConfigException {
    Findings findings = new Findings();
    ConfigTree tree = ConfigTree.parse(text, (given, path, to) -> given, findings);
    return read("nerve.conf.json", tree, null, null, findings);
  }

  private static Loaded<NerveConfig> read(
      String source,
      ConfigTree tree,
      @Nullable String instanceId,
      @Nullable String host,
      Findings findings)
      throws ConfigException {
    Section top = Section.top(tree.root(), findings);
    if (host != null && !Addresses.isHost(host)) {
      top.problem("--host", "expected a host name or address, got \"" + host + "\"");
    }
    NerveConfig config =
        new NerveConfig(
            instanceId(top, instanceId),
            services(top, tree, host),
            top.file("heartbeat_path"),
            top.whole("max_repeated_report_failures", 10, 1, Integer.MAX_VALUE));
    Statsd.read(top);
    top.skip("service_conf_dir");
    top.text("service_conf_dir");
    top.done();
    return findings.accept(source, tree.root(), config);
  }

  private static String instanceId(Section top, @Nullable String override) {
    String key = "instance_id";
    String expected = "a name for this machine";
    String id = override;
    if (id == null) {
      id = top.needText(key, expected);
      top.warnUnexpanded(key, id);
    } else {
      top.skip(key);
    }
    if (id.contains("/") || (override != null && id.isBlank())) {
      top.problem(key, "expected " + expected + " without a slash, got \"" + id + "\"");
    }
    return id;
  }

  private static Map<String, NerveServiceConfig> services(
      Section top, ConfigTree tree, @Nullable String host) {
    Map<String, NerveServiceConfig> services = new LinkedHashMap<>();
    Section all = top.sectionOrEmpty("services");
    for (String name : all.keys()) {
      Section given = all.section(name);
      if (given != null) {
        Section section = given.from(tree.origins().get(name));
        NerveServiceConfig service = NerveServiceReader.read(name, section, host);
        for (String copy : Copies.of(name, section)) {
          boolean itself = copy.equals(name);
          services.put(
              copy, itself ? service : NerveServiceReader.read(copy, section.silently(), host));
        }
        section.done();
      }
    }
    return Collections.unmodifiableMap(services);
  }
}
