// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
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
            folder()
                .synapse(
                    """
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
  void loadTestConcurrencyMultipliesAService() throws Exception {
    Loaded<SynapseConfig> loaded =
        folder()
            .synapse(
                HAPROXY + "services: {a: {discovery: {method: base}, load_test_concurrency: 2}}");
    assertThat(loaded.config().services().keySet()).containsExactly("a_0", "a_1");
    assertThat(loaded.warnings()).isEmpty();
  }

  private List<String> problems(String text) {
    return ConfigFolder.problems(() -> folder().synapse(text));
  }

  private ConfigFolder folder() {
    return new ConfigFolder(dir);
  }
}
