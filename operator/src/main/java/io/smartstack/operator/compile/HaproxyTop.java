// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartstack.crd.v1.HaproxySpec;
import io.smartstack.crd.v1.SmartService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The {@code haproxy} section at the top: of several services, the first that says something. */
record HaproxyTop(List<SmartService> services, Surroundings surroundings) {

  /** Where HAProxy shows its statistics, unless somebody else needs the port. */
  static final int STATS_PORT = 3212;

  /** Heading of the section that shows statistics. */
  static final String STATS = "listen stats";

  // Within a cluster a connection takes milliseconds: after 1 s its machine is gone, and a caller
  // still has patience.
  // What docs/haproxy.md calls silent is better left so: option redispatch 1, http-reuse safe ...
  private static final List<String> DEFAULTS =
      List.of(
          "maxconn 2000",
          "retries 3",
          "timeout connect 1s",
          "timeout client 1m",
          "timeout server 1m",
          "balance roundrobin");

  /** What a pod's services say, field by field. */
  <T> @Nullable T first(Function<HaproxySpec, @Nullable T> field) {
    return services.stream()
        .map(service -> service.getSpec().haproxy())
        .filter(Objects::nonNull)
        .map(field)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** The address that is asked for ports which name none; null when nobody asks. */
  @Nullable String bindAddress() {
    return first(HaproxySpec::bindAddress);
  }

  /** The further sections, the statistics by default. */
  Map<String, List<String>> extraSections() {
    Map<String, List<String>> given = first(HaproxySpec::extraSections);
    return given == null ? Map.of(STATS, stats()) : new TreeMap<>(given);
  }

  /** Whether the statistics are there only because nobody said otherwise. */
  boolean statsByDefault() {
    return first(HaproxySpec::extraSections) == null;
  }

  private List<String> stats() {
    return List.of(
        "bind " + surroundings.statsAddress() + ":" + STATS_PORT,
        "mode http",
        "stats enable",
        "stats uri /",
        "stats refresh 5s");
  }

  /** The section with these further sections. */
  ObjectNode section(Map<String, List<String>> extraSections) {
    ObjectNode section = Json.object();
    section.put("bind_address", surroundings.bindByDefault(bindAddress()));
    section.put("config_file_path", surroundings.runDirectory() + "/haproxy.cfg");
    section.put("socket_file_path", surroundings.runDirectory() + "/haproxy.sock");
    section.set("global", Json.list(global()));
    List<String> defaults = first(HaproxySpec::defaults);
    section.set("defaults", Json.list(defaults == null ? DEFAULTS : defaults));
    if (!extraSections.isEmpty()) {
      ObjectNode extra = section.putObject("extra_sections");
      new LinkedHashMap<>(extraSections)
          .forEach((heading, lines) -> extra.set(heading, Json.list(lines)));
    }
    List<String> shared = first(HaproxySpec::sharedFrontend);
    if (shared != null && !shared.isEmpty()) {
      section.set("shared_frontend", Json.list(shared));
    }
    finer(section);
    return section;
  }

  /** HAProxy takes a first maxconn and complains of a second. */
  private List<String> global() {
    List<String> own = first(HaproxySpec::global);
    List<String> given = own == null ? List.of() : own;
    List<String> lines = new ArrayList<>();
    if (given.stream().noneMatch(line -> line.strip().startsWith("maxconn"))) {
      lines.add("maxconn 4096");
    }
    lines.addAll(given);
    return lines;
  }

  private void finer(ObjectNode section) {
    Double interval = first(HaproxySpec::restartInterval);
    if (interval != null) {
      section.set("restart_interval", Json.number(interval));
    }
    Double jitter = first(HaproxySpec::restartJitter);
    if (jitter != null) {
      section.set("restart_jitter", Json.number(jitter));
    }
    Integer ttl = first(HaproxySpec::stateFileTtl);
    if (ttl != null) {
      section.put("state_file_path", surroundings.runDirectory() + "/haproxy.state.json");
      section.put("state_file_ttl", ttl);
    }
    Long seed = first(HaproxySpec::serverOrderSeed);
    if (seed != null) {
      section.put("server_order_seed", seed);
    }
    Integer most = first(HaproxySpec::maxServerId);
    if (most != null) {
      section.put("max_server_id", most);
    }
    if (Boolean.TRUE.equals(first(HaproxySpec::useNerveWeights))) {
      section.put("use_nerve_weights", true);
    }
  }
}
