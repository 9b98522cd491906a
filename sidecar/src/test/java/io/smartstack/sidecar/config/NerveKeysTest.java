// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.ReporterConfig.NodeType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each key of Nerve's file means, and what holds without it. */
final class NerveKeysTest {

  @TempDir Path dir;

  @Test
  void whatIsLeftOutHasTheOriginalsDefaults() throws Exception {
    Loaded<NerveConfig> loaded =
        new ConfigFolder(dir)
            .nerve(
                """
                instance_id: m
                services:
                  a:
                    host: h
                    port: 80
                    zk_hosts: [z:2181]
                    zk_path: /a
                    checks: [{type: http, uri: /health}, {type: tcp}, {type: noop}]
                """);
    Duration timeout = Duration.ofMillis(100);
    Duration open = Duration.ofMillis(200);
    Port port = Port.of(80);
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.config())
        .isEqualTo(
            new NerveConfig(
                "m",
                Map.of(
                    "a",
                    new NerveServiceConfig(
                        "a",
                        "h",
                        port,
                        new ReporterConfig.ZooKeeper(
                            List.of("z:2181"), "/a", false, NodeType.EPHEMERAL_SEQUENTIAL, null),
                        Duration.ofMillis(500),
                        false,
                        List.of(
                            new CheckConfig.Http(
                                "http-h:80/health",
                                "h",
                                port,
                                "/health",
                                timeout,
                                1,
                                1,
                                null,
                                open,
                                false,
                                open,
                                Map.of()),
                            new CheckConfig.Tcp("a tcp-h:80", "h", port, timeout, 1, 1),
                            new CheckConfig.Noop("a noop-h:80", timeout, 1, 1)),
                        RateLimitConfig.unlimited(),
                        null,
                        null,
                        null)),
                null,
                10));
  }

  @Test
  void everyKeyIsRead() throws Exception {
    Loaded<NerveConfig> loaded =
        new ConfigFolder(dir)
            .nerve(
                """
                instance_id: m
                heartbeat_path: /run/nerve
                max_repeated_report_failures: 3
                services:
                  a:
                    host: h
                    port: "80"
                    reporter_type: zookeeper
                    zk_hosts: ["z1:2181,z2:2181", "[::1]:2181"]
                    zk_path: /a/b
                    use_path_encoding: true
                    node_type: persistent
                    ttl_seconds: 60
                    check_interval: 1.5
                    check_mocked: true
                    weight: "7"
                    haproxy_server_options: backup
                    labels: {az: a, n: 1}
                    rate_limiting: {average_rate: 0.5, max_burst: 5, shadow_mode: false}
                    checks:
                      - {type: http, name: mine, host: c, port: 81, uri: /h, timeout: 0.2, rise: 3,
                         fall: 2, expect: OK, open_timeout: 1, ssl: true, ssl_timeout: 2,
                         read_timeout: 0.2, headers: {Host: a.example, X: 1}}
                      - {type: tcp, name: mine}
                """);
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.config().heartbeatPath()).isEqualTo(Path.of("/run/nerve"));
    assertThat(loaded.config().maxRepeatedReportFailures()).isEqualTo(3);
    Port port = new Port("80", true);
    assertThat(loaded.config().services().values())
        .containsExactly(
            new NerveServiceConfig(
                "a",
                "h",
                port,
                new ReporterConfig.ZooKeeper(
                    List.of("z1:2181", "z2:2181", "[::1]:2181"),
                    "/a/b",
                    true,
                    NodeType.PERSISTENT,
                    Duration.ofMinutes(1)),
                Duration.ofMillis(1500),
                true,
                List.of(
                    new CheckConfig.Http(
                        "http-c:81/h",
                        "c",
                        Port.of(81),
                        "/h",
                        Duration.ofMillis(200),
                        3,
                        2,
                        "OK",
                        Duration.ofSeconds(1),
                        true,
                        Duration.ofSeconds(2),
                        Map.of("Host", "a.example", "X", "1")),
                    new CheckConfig.Tcp("mine", "h", port, Duration.ofMillis(100), 1, 1)),
                new RateLimitConfig(0.5, 5, false),
                7,
                "backup",
                Map.of("az", TextNode.valueOf("a"), "n", IntNode.valueOf(1))));
  }

  @Test
  void numbersAndFlagsMayBeQuoted() throws Exception {
    NerveServiceConfig a =
        new ConfigFolder(dir)
            .nerve(
                """
                {"instance_id": 7, "services": {"a": {"host": "h", "port": "4567",
                 "zk_hosts": ["z:1"], "zk_path": "/a", "check_interval": "2", "check_mocked": "true",
                 "checks": [{"type": "tcp", "timeout": ".2", "rise": "3", "fall": "2"}]}}}
                """)
            .config()
            .services()
            .values()
            .iterator()
            .next();
    assertThat(a.checkInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(a.checkMocked()).isTrue();
    assertThat(a.port().json()).isEqualTo(TextNode.valueOf("4567"));
    assertThat(a.checks())
        .containsExactly(
            new CheckConfig.Tcp(
                "a tcp-h:4567", "h", new Port("4567", true), Duration.ofMillis(200), 3, 2));
  }
}
