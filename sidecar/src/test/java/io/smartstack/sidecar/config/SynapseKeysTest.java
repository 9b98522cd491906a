// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.DiscoveryConfig.Decode;
import io.smartstack.sidecar.config.HaproxyServiceConfig.BackendOrder;
import io.smartstack.sidecar.config.HaproxyServiceConfig.Bind;
import io.smartstack.sidecar.config.HaproxyServiceConfig.CookieValueMethod;
import io.smartstack.sidecar.config.LabelFilter.Condition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each key of Synapse's file means, and what holds without it. */
final class SynapseKeysTest {

  private static final String HAPROXY =
      "haproxy: {global: [], defaults: [], config_file_path: /h.cfg, do_socket: false}\n";

  @TempDir Path dir;

  @Test
  void whatIsLeftOutHasTheOriginalsDefaults() throws Exception {
    Loaded<SynapseConfig> loaded =
        new ConfigFolder(dir)
            .synapse(
                HAPROXY
                    + """
                    services:
                      a:
                        discovery: {method: zookeeper, hosts: [z:2181], path: /a}
                        haproxy: {port: 3213}
                    """);
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.config())
        .isEqualTo(
            new SynapseConfig(
                Map.of(
                    "a",
                    new SynapseServiceConfig(
                        "a",
                        new DiscoveryConfig.ZooKeeper(
                            List.of("z:2181"),
                            "/a",
                            Duration.ZERO,
                            RetryPolicyConfig.defaults(),
                            "/a",
                            new Decode.Nerve()),
                        List.of(),
                        List.of(),
                        false,
                        true,
                        null,
                        false,
                        new HaproxyServiceConfig(
                            false,
                            new Bind.OnPort("3213"),
                            null,
                            "",
                            "",
                            List.of(),
                            List.of(),
                            List.of(),
                            null,
                            BackendOrder.SHUFFLE,
                            List.of(),
                            CookieValueMethod.NAME),
                        false)),
                new HaproxyConfig(
                    List.of(),
                    List.of(),
                    Map.of(),
                    true,
                    Path.of("/h.cfg"),
                    false,
                    List.of(),
                    true,
                    null,
                    false,
                    null,
                    null,
                    "localhost",
                    null,
                    Duration.ofSeconds(2),
                    0,
                    null,
                    Duration.ofSeconds(86_400),
                    null,
                    65_535,
                    false),
                null));
  }

  @Test
  void everyKeyOfAServiceIsRead() throws Exception {
    Loaded<SynapseConfig> loaded =
        new ConfigFolder(dir)
            .synapse(
                HAPROXY
                    + """
                    services:
                      a:
                        default_servers:
                          - {name: d, host: h, port: "80", id: 4, weight: "2", labels: {az: a},
                             haproxy_server_options: backup}
                          - {host: i}
                        keep_default_servers: true
                        use_previous_backends: false
                        backend_port_override: "9999"
                        leader_election: true
                        discovery:
                          method: zookeeper
                          hosts: [z:2181]
                          path: /a
                          discovery_jitter: 25
                          generator_config_path: /g
                          decode: {method: serverset, endpoint_name: http}
                          retry_policy: {max_attempts: 3, max_delay: 9, base_interval: 0.1,
                                         max_interval: 5}
                          label_filters:
                            - {label: az, value: a, condition: equals}
                            - {label: canary, value: "true", condition: not-equals}
                        haproxy:
                          disabled: true
                          port: 8000-8010
                          bind_address: 127.0.0.2
                          bind_options: accept-proxy
                          server_options: check port %{port}
                          frontend: [f]
                          backend: [b]
                          listen: [l, 5]
                          backend_name: other
                          backend_order: no_shuffle
                          shared_frontend: [s]
                          cookie_value_method: hash
                        file_output: {disabled: true}
                    """);
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.config().services().values())
        .containsExactly(
            new SynapseServiceConfig(
                "a",
                new DiscoveryConfig.ZooKeeper(
                    List.of("z:2181"),
                    "/a",
                    Duration.ofSeconds(25),
                    new RetryPolicyConfig(
                        3, Duration.ofSeconds(9), Duration.ofMillis(100), Duration.ofSeconds(5)),
                    "/g",
                    new Decode.Serverset("http")),
                List.of(
                    new LabelFilter("az", TextNode.valueOf("a"), Condition.EQUALS),
                    new LabelFilter("canary", TextNode.valueOf("true"), Condition.NOT_EQUALS)),
                List.of(
                    new Backend(
                        "d",
                        "h",
                        new Port("80", true),
                        4L,
                        2,
                        "backup",
                        Map.of("az", TextNode.valueOf("a")),
                        false),
                    new Backend(null, "i", null, null, null, null, null, false)),
                true,
                false,
                new Port("9999", true),
                true,
                new HaproxyServiceConfig(
                    true,
                    new Bind.OnPort("8000-8010"),
                    "127.0.0.2",
                    "accept-proxy",
                    "check port %{port}",
                    List.of("f"),
                    List.of("b"),
                    List.of("l", "5"),
                    "other",
                    BackendOrder.NO_SHUFFLE,
                    List.of("s"),
                    CookieValueMethod.HASH),
                true));
  }

  @Test
  void everyKeyOfTheHaproxySectionIsRead() throws Exception {
    Loaded<SynapseConfig> loaded =
        new ConfigFolder(dir)
            .synapse(
                """
                services: {}
                haproxy:
                  global: [daemon]
                  defaults: [maxconn 5]
                  extra_sections: {"listen b": [x], "listen a": [y, z]}
                  do_writes: "false"
                  config_file_path: /c
                  do_socket: true
                  socket_file_path: [/s1, /s2]
                  do_reloads: false
                  reload_command: reload it
                  do_checks: true
                  check_command: check it
                  candidate_config_file_path: /n
                  bind_address: 0.0.0.0
                  shared_frontend: [bind :81]
                  restart_interval: 60
                  restart_jitter: "0.1"
                  state_file_path: /state
                  state_file_ttl: 1800
                  server_order_seed: -1
                  max_server_id: 100
                  use_nerve_weights: true
                file_output: {output_directory: /out}
                """);
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.config())
        .isEqualTo(
            new SynapseConfig(
                Map.of(),
                new HaproxyConfig(
                    List.of("daemon"),
                    List.of("maxconn 5"),
                    Map.of("listen b", List.of("x"), "listen a", List.of("y", "z")),
                    false,
                    Path.of("/c"),
                    true,
                    List.of(Path.of("/s1"), Path.of("/s2")),
                    false,
                    "reload it",
                    true,
                    "check it",
                    Path.of("/n"),
                    "0.0.0.0",
                    List.of("bind :81"),
                    Duration.ofMinutes(1),
                    0.1,
                    Path.of("/state"),
                    Duration.ofMinutes(30),
                    -1L,
                    100,
                    true),
                Path.of("/out")));
  }

  @Test
  void deprecatedKeysStillWork() throws Exception {
    SynapseServiceConfig a =
        only(
            new ConfigFolder(dir)
                .synapse(
                    HAPROXY
                        + """
                        services:
                          a:
                            discovery:
                              method: base
                              label_filter: {label: x, value: 1, condition: equals}
                              label_filters: [{label: y, value: 2, condition: equals}]
                            haproxy: {server_port_override: 81}
                        """));
    assertThat(a.labelFilters()).extracting(LabelFilter::label).containsExactly("x", "y");
    assertThat(a.backendPortOverride()).isEqualTo(Port.of(81));
  }

  @ParameterizedTest
  @CsvSource({"{}, None[]", "{port: null}, AddressOnly[]", "{port: $P}, OnPort[port=$P]"})
  void aPortThatIsAbsentIsNoNullPort(String haproxy, String bind) throws Exception {
    String services = "services: {a: {discovery: {method: base}, haproxy: " + haproxy + "}}";
    assertThat(only(new ConfigFolder(dir).synapse(HAPROXY + services)).haproxy().bind())
        .hasToString(bind);
  }

  @Test
  void aServiceWithoutHaproxySectionStillGetsABackend() throws Exception {
    String services = "services: {a: {discovery: {method: base}}}\n";
    assertThat(only(new ConfigFolder(dir).synapse(HAPROXY + services)).haproxy().disabled())
        .isFalse();
    assertThat(
            only(new ConfigFolder(dir).synapse("file_output: {output_directory: /o}\n" + services))
                .haproxy())
        .isEqualTo(HaproxyServiceConfig.none());
  }

  private static SynapseServiceConfig only(Loaded<SynapseConfig> loaded) {
    assertThat(loaded.config().services()).hasSize(1);
    return loaded.config().services().values().iterator().next();
  }
}
