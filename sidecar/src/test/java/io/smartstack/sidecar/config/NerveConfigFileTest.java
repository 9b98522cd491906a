// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NerveConfigFileTest {

  private static final String MINIMAL =
      """
      instance_id: m
      services:
        a: {host: h, port: 80, zk_hosts: [z:2181], zk_path: /a, checks: [CHECK]}
      """;

  @TempDir Path dir;

  @Test
  void aBadFileIsRefusedWithEveryProblemInTheFilesOrder() {
    assertThat(
            problems(
                """
                max_repeated_report_failures: 0
                services:
                  simple_http_service:
                    port: 99999
                    check_interval: fast
                    zk_hosts: ["::1:2181", zookeeper1]
                    zk_path: nerve/services
                    weight: null
                    node_type: container
                    checks:
                      - {type: http, rise: "x", fall: 0, timeout: 0}
                      - {rise: 3}
                      - tcp
                    rate_limiting: {average_rate: -1, max_burst: 0.5, shadow_mode: maybe}
                  other: 7
                  metered: {host: a b, port: 1, zk_path: /m, labels: [], checks: {}}
                statsd: {port: abc}
                """))
        .containsExactly(
            "instance_id: required, expected a name for this machine",
            "max_repeated_report_failures: expected a whole number ≥ 1, got 0",
            "services.simple_http_service.host: required, expected the host name or address"
                + " published to callers",
            "services.simple_http_service.port: expected a port from 1 to 65535, got 99999",
            "services.simple_http_service.check_interval: expected seconds > 0, got \"fast\"",
            "services.simple_http_service.zk_hosts[0]: expected host:port, an IPv6 host in"
                + " brackets, got \"::1:2181\"",
            "services.simple_http_service.zk_hosts[1]: expected host:port, an IPv6 host in"
                + " brackets, got \"zookeeper1\"",
            "services.simple_http_service.zk_path: expected an absolute znode path such as"
                + " /nerve/services/a/services, got \"nerve/services\"",
            "services.simple_http_service.weight: expected a whole number ≥ 0, got null; leave the"
                + " key out for none",
            "services.simple_http_service.node_type: expected one of ephemeral_sequential,"
                + " persistent_sequential, persistent, ephemeral, got \"container\"",
            "services.simple_http_service.checks[0].uri: required, expected a path to ask for, such"
                + " as /health",
            "services.simple_http_service.checks[0].rise: expected a whole number ≥ 1, got \"x\"",
            "services.simple_http_service.checks[0].fall: expected a whole number ≥ 1, got 0",
            "services.simple_http_service.checks[0].timeout: expected seconds > 0, got 0",
            "services.simple_http_service.checks[1].type: required, expected one of http, tcp, noop",
            "services.simple_http_service.checks[2]: expected an object, got \"tcp\"",
            "services.simple_http_service.rate_limiting.average_rate: expected a number > 0, got -1",
            "services.simple_http_service.rate_limiting.max_burst: expected a number ≥ 1, got 0.5",
            "services.simple_http_service.rate_limiting.shadow_mode: expected true or false, got"
                + " \"maybe\"",
            "services.other: expected an object, got 7",
            "services.metered.zk_hosts: required, expected a list of host:port, an IPv6 host in"
                + " brackets",
            "services.metered.host: expected a host name or address, got \"a b\"",
            "services.metered.labels: expected an object, got []",
            "services.metered.checks: expected a list of objects, got {}",
            "statsd.port: expected a port from 1 to 65535, got \"abc\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{type: rabbitmq, username: u} | checks[0].type: the check rabbitmq comes later",
        "{type: redis}                 | checks[0].type: the check redis comes later",
        "{type: ldap}                  | checks[0].type: unknown check \"ldap\"; here now: http,",
        "{type: ldap, module: gem}     | checks[0].module: checks from Ruby gems cannot be loaded",
        "{type: http, uri: health}     | checks[0].uri: expected a path that starts with a slash",
      })
  void aCheckThatIsNotHereIsRefusedByName(String check, String problem) {
    assertThat(problems(MINIMAL.replace("CHECK", check)))
        .singleElement()
        .asString()
        .startsWith("services.a." + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "etcd | the reporter etcd comes later; here now: zookeeper, base",
        "serf | unknown reporter \"serf\"; here now: zookeeper, base; coming later: etcd",
      })
  void aReporterThatIsNotHereIsRefusedByName(String type, String problem) {
    assertThat(
            problems(
                "{instance_id: m, services: {a: {host: h, port: 1, reporter_type: TYPE}}}"
                    .replace("TYPE", type)))
        .containsExactly("services.a.reporter_type: " + problem);
  }

  @Test
  void theBaseReporterNeedsNoZooKeeper() throws Exception {
    assertThat(
            folder()
                .nerve("{instance_id: m, services: {a: {host: h, port: 1, reporter_type: base}}}")
                .config()
                .services())
        .hasEntrySatisfying(
            "a", a -> assertThat(a.reporter()).isEqualTo(new ReporterConfig.None()));
  }

  @Test
  void whatHasNoEffectIsAWarning() throws Exception {
    assertThat(
            folder()
                .nerve(
                    """
                    instance_id: $ID
                    listen_port: 1025
                    services:
                      a:
                        host: $HOST
                        port: $PORT
                        zk_hosts: [$ZK]
                        zk_path: /a
                        ttl_seconds: 5
                        zk_cluster_name: z
                        max_repeated_report_failures: 4
                        checks: [{type: tcp, uri: /x}, {type: http, uri: /, read_timeout: 0.01}]
                    statsd: {host: localhost, port: "8125", tags: 1}
                    """)
                .warnings())
        .extracting(Problem::toString)
        .containsExactly(
            "instance_id: \"$ID\" looks like a variable that was not expanded",
            "listen_port: unknown key, ignored",
            "services.a.host: \"$HOST\" looks like a variable that was not expanded",
            "services.a.port: \"$PORT\" looks like a variable that was not expanded",
            "services.a.zk_hosts[0]: \"$ZK\" looks like a variable that was not expanded",
            "services.a.ttl_seconds: has no effect on a znode that is ephemeral_sequential",
            "services.a.zk_cluster_name: unknown key, ignored",
            "services.a.max_repeated_report_failures: counts only at the top of the file, ignored",
            "services.a.checks[0].uri: unknown key, ignored",
            "services.a.checks[1].read_timeout: ignored: timeout bounds the whole check",
            "statsd: statsd is not sent; the metrics are at /metrics",
            "statsd.tags: unknown key, ignored");
  }

  @Test
  void theCommandLineReplacesInstanceAndEveryHost() throws Exception {
    Path file =
        folder()
            .write(
                "nerve.conf.json",
                """
                services:
                  a: {host: 1.2.3.4, port: 1, zk_hosts: [z:1], zk_path: /a,
                      checks: [{type: tcp}, {type: tcp, host: localhost}]}
                  b: {port: 2, zk_hosts: [z:1], zk_path: /b, checks: [{type: http, uri: /}]}
                """);
    NerveConfig config = NerveConfigFile.read(file, "node_1", "::1").config();
    assertThat(config.instanceId()).isEqualTo("node_1");
    assertThat(config.services().values()).extracting(NerveServiceConfig::host).containsOnly("::1");
    assertThat(config.services().values())
        .flatExtracting(NerveServiceConfig::checks)
        .extracting(CheckConfig::name)
        .containsExactly("a tcp-[::1]:1", "a tcp-localhost:1", "http-[::1]:2/");
  }

  @Test
  void anInstanceIdMayNotLeaveTheParentZnode() throws IOException {
    assertThat(problems("{instance_id: a/b, services: {}}"))
        .containsExactly(
            "instance_id: expected a name for this machine without a slash, got \"a/b\"");
    Path file = folder().write("nerve.conf.json", "instance_id: fine");
    assertThat(ConfigFolder.problems(() -> NerveConfigFile.read(file, "", null))).hasSize(1);
    assertThat(ConfigFolder.problems(() -> NerveConfigFile.read(file, "../x", null))).hasSize(1);
    assertThat(ConfigFolder.problems(() -> NerveConfigFile.read(file, null, "")))
        .containsExactly("--host: expected a host name or address, got \"\"");
  }

  @Test
  void loadTestConcurrencyMultipliesAService() throws Exception {
    NerveConfig config =
        folder()
            .nerve(
                """
                instance_id: m
                services:
                  a: {host: h, port: 1, reporter_type: base, load_test_concurrency: 3,
                      checks: [{type: tcp, typo: 1}]}
                  b: {host: h, port: 1, reporter_type: base, load_test_concurrency: 0}
                """)
            .config();
    assertThat(config.services().keySet()).containsExactly("a_0", "a_1", "a_2");
    assertThat(config.services().get("a_2"))
        .extracting(NerveServiceConfig::name, a -> a.checks().getFirst().name())
        .containsExactly("a_2", "a_2 tcp-h:1");
  }

  @Test
  void aMultipliedServiceSaysItsProblemsOnce() {
    assertThat(
            problems(
                "{instance_id: m, services: {a: {host: h, port: x, reporter_type: base,"
                    + " load_test_concurrency: 3}}}"))
        .hasSize(1);
  }

  private List<String> problems(String text) {
    return ConfigFolder.problems(() -> folder().nerve(text));
  }

  private ConfigFolder folder() {
    return new ConfigFolder(dir);
  }
}
