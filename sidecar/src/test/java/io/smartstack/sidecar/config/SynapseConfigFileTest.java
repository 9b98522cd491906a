// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.TextNode;
import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.DiscoveryConfig.Decode;
import io.smartstack.sidecar.config.HaproxyServiceConfig.BackendOrder;
import io.smartstack.sidecar.config.HaproxyServiceConfig.Bind;
import io.smartstack.sidecar.config.HaproxyServiceConfig.CookieValueMethod;
import io.smartstack.sidecar.config.LabelFilter.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SynapseConfigFileTest {

  private static final String HAPROXY =
      "haproxy: {global: [], defaults: [], config_file_path: /h.cfg, do_socket: false}\n";

  @TempDir Path dir;

  @Test
  void whatIsLeftOutHasTheOriginalsDefaults() throws Exception {
    Loaded<SynapseConfig> loaded =
        read(
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
        read(
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
        read(
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
  void aBadFileIsRefusedWithEveryProblemInTheFilesOrder() {
    assertThat(
            problems(
                """
                haproxy:
                  defaults: maxconn 5
                  do_checks: true
                  restart_jitter: -1
                  socket_file_path: 5
                services:
                  a b: {discovery: {method: base}}
                  a:
                    default_servers: [{port: 1}, {host: h}]
                    haproxy: {port: 0, listen: [[x]]}
                  b:
                    discovery:
                      method: zookeeper
                      path: /b/
                      decode: {method: thrift}
                      label_filters: [{label: az, value: x, condition: like}, {}]
                file_output: {}
                """))
        .containsExactly(
            "haproxy.global: required, expected a list of lines, which may be empty",
            "haproxy.config_file_path: required when do_writes is true",
            "haproxy.check_command: required when do_checks is true",
            "haproxy.defaults: expected a list of texts, got \"maxconn 5\"",
            "haproxy.restart_jitter: expected a number ≥ 0, got -1",
            "haproxy.socket_file_path: expected a file path, got 5",
            "services.a b: expected a service name without blanks and slashes, got \"a b\"",
            "services.a.discovery: required, expected an object with the key method",
            "services.a.default_servers[0].host: required, expected a host name or address",
            "services.a.default_servers[1].port: required, expected a port from 1 to 65535",
            "services.a.haproxy.port: expected a port from 1 to 65535, got 0",
            "services.a.haproxy.listen[0]: expected a text, got [\"x\"]",
            "services.b.discovery.hosts: required, expected a list of host:port, an IPv6 host in"
                + " brackets",
            "services.b.discovery.path: expected an absolute znode path such as"
                + " /nerve/services/a/services, got \"/b/\"",
            "services.b.discovery.decode.method: expected nerve or serverset, got \"thrift\"",
            "services.b.discovery.label_filters[0].condition: expected one of equals, not-equals,"
                + " got \"like\"",
            "services.b.discovery.label_filters[1].label: required, expected a label's name",
            "services.b.discovery.label_filters[1].value: required, expected the value to compare"
                + " with",
            "services.b.discovery.label_filters[1].condition: required, expected equals or"
                + " not-equals",
            "file_output.output_directory: required, expected a directory for the files");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dns",
        "docker",
        "ec2tag",
        "marathon",
        "multi",
        "zookeeper_dns",
        "zookeeper_dns_poll",
        "zookeeper_poll"
      })
  void aDiscoveryMethodThatComesLaterIsRefusedByName(String method) {
    assertThat(problems(HAPROXY + "services: {a: {discovery: {method: " + method + ", x: 1}}}"))
        .containsExactly(
            "services.a.discovery.method: the discovery method "
                + method
                + " comes later; here now: zookeeper, base");
  }

  @Test
  void aDiscoveryMethodThatNobodyKnowsIsRefusedAsUnknown() {
    assertThat(problems(HAPROXY + "services: {a: {discovery: {method: consul}}}"))
        .singleElement()
        .asString()
        .startsWith("services.a.discovery.method: unknown discovery method \"consul\"; here now:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nginx: {} | nginx: the generator nginx comes later; here now: haproxy, file_output",
        "envoy: {} | envoy: unknown generator \"envoy\"; here now: haproxy, file_output; coming"
            + " later: nginx",
        "haproxy:  | haproxy: expected an object, got null",
        "statsd: {} | no config generators supplied: expected haproxy, file_output or both",
      })
  void aKeyAtTheTopIsTakenForAGenerator(String top, String problem) {
    assertThat(problems("services: {}\n" + top)).containsExactly(problem);
  }

  @Test
  void whatHasNoEffectIsAWarning() throws Exception {
    assertThat(
            read("""
            services:
              a:
                ports: [1]
                discovery: {method: base, label_filter: {label: l, value: v,
                  condition: equals}, hosts: [z], discovery_jitter: 500}
                haproxy: {port: 80, server_options: [a], backend_order: random,
                  use_nerve_weights: true, server_port_override: 81, Listen: []}
              b:
                discovery: {method: zookeeper, hosts: [z:1], path: /b,
                  discovery_jitter: 500, generator_config_path: disabled}
                haproxy: {port: "80"}
            haproxy: {global: [], defaults: [], do_writes: false, maps: 1}
            statsd: {sample_rate: {synapse.start: 0.1}}
            """)
                .warnings())
        .extracting(Problem::toString)
        .containsExactly(
            "services.a.ports: unknown key, ignored",
            "services.a.discovery.label_filter: deprecated, use label_filters, a list",
            "services.a.discovery.hosts: unknown key, ignored",
            "services.a.discovery.discovery_jitter: unknown key, ignored",
            "services.a.haproxy.server_options: expected a text, got a list, ignored",
            "services.a.haproxy.backend_order: \"random\" is unknown, taken as shuffle",
            "services.a.haproxy.use_nerve_weights: counts only in the haproxy section of the file,"
                + " ignored",
            "services.a.haproxy.server_port_override: deprecated, use backend_port_override of the"
                + " service",
            "services.a.haproxy.Listen: unknown key, ignored",
            "services.b.discovery.discovery_jitter: expected seconds from 0 to 120, ignored",
            "services.b.haproxy.port: localhost:80 is also where a listens",
            "haproxy.socket_file_path: missing, though do_socket is true; Synapse uses a socket of"
                + " its own",
            "haproxy.maps: unknown key, ignored",
            "statsd: statsd is not sent; the metrics are at /metrics");
  }

  @Test
  void deprecatedKeysStillWork() throws Exception {
    SynapseServiceConfig a =
        only(
            read(
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
    assertThat(only(read(HAPROXY + services)).haproxy().bind()).hasToString(bind);
  }

  @Test
  void aServiceWithoutHaproxySectionStillGetsABackend() throws Exception {
    String services = "services: {a: {discovery: {method: base}}}\n";
    assertThat(only(read(HAPROXY + services)).haproxy().disabled()).isFalse();
    assertThat(only(read("file_output: {output_directory: /o}\n" + services)).haproxy())
        .isEqualTo(HaproxyServiceConfig.none());
  }

  @Test
  void loadTestConcurrencyMultipliesAService() throws Exception {
    Loaded<SynapseConfig> loaded =
        read(HAPROXY + "services: {a: {discovery: {method: base}, load_test_concurrency: 2}}");
    assertThat(loaded.config().services().keySet()).containsExactly("a_0", "a_1");
    assertThat(loaded.warnings()).isEmpty();
  }

  private static SynapseServiceConfig only(Loaded<SynapseConfig> loaded) {
    assertThat(loaded.config().services()).hasSize(1);
    return loaded.config().services().values().iterator().next();
  }

  private Loaded<SynapseConfig> read(String text) throws Exception {
    return SynapseConfigFile.read(write(text));
  }

  private List<String> problems(String text) {
    List<String> problems = new ArrayList<>();
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read(text))
        .satisfies(e -> e.problems().forEach(p -> problems.add(p.toString())));
    return problems;
  }

  private Path write(String text) throws IOException {
    return Files.writeString(dir.resolve("synapse.conf.json"), text);
  }
}
