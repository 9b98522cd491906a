// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartstack.crd.v1.SmartService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever the two files can say, a SmartService can say. */
class EveryKeyTest {

  /** Words that the readers know and that are no keys. */
  private static final Set<String> VALUES =
      Set.of(
          "http", "json", "yaml", "localhost", "multi", "nerve", "serverset", "tcp", "zookeeper");

  /** Where HAProxy is and how it is driven: the operator's part. */
  private static final Set<String> OPERATORS =
      Set.of(
          "candidate_config_file_path",
          "check_command",
          "do_checks",
          "do_reloads",
          "do_socket",
          "do_writes",
          "reload_command",
          "service_conf_dir");

  /** Without effect, deprecated, or refused by the readers themselves. */
  private static final Set<String> DEAD =
      Set.of(
          "discovery_multi",
          "etcd_host",
          "etcd_path",
          "etcd_port",
          "label_filter",
          "module",
          "read_timeout",
          "resolver",
          "sample_rate",
          "server_port_override",
          "statsd");

  /** Files in the sidecar's own container, which no application sees. */
  private static final Set<String> UNSEEN = Set.of("file_output", "output_directory");

  private static final SmartService USED =
      Yaml.service(
          "used",
          """
          ensemble: {name: zk}
          synapse:
            port: 3300
            defaultServers:
              - {name: a, host: h, port: 1, id: 3, weight: 4, haproxyServerOptions: check, labels: {x: 1}}
            keepDefaultServers: true
            usePreviousBackends: false
            backendPortOverride: 5
            leaderElection: true
            labelFilters: [{label: x, value: 1, condition: not-equals}]
            discovery:
              discoveryJitter: 1.5
              retryPolicy: {maxAttempts: 1, maxDelay: 2, baseInterval: 3, maxInterval: 4}
              generatorConfigPath: disabled
              decodeMethod: serverset
              endpointName: e
              loadTestConcurrency: 2
            haproxy:
              mode: tcp
              listen: [retries 1]
              frontend: [maxconn 1]
              backend: [balance source]
              serverOptions: check
              backendOrder: asc
              bindAddress: 127.0.0.9
              bindOptions: transparent
              backendName: other
              sharedFrontend: [acl a always_true]
              cookieValueMethod: hash
              disabled: true
          """);

  private static final SmartService CALLER =
      Yaml.service(
          "caller",
          """
          ensemble: {name: zk}
          nerve:
            port: 80
            checkInterval: 1
            checkMocked: true
            checks:
              - {type: http, uri: /, timeout: 1, rise: 2, fall: 2, expect: x, headers: {a: b}, openTimeout: 1, ssl: true, sslTimeout: 1}
              - {type: tcp, name: n, host: h, port: 1}
            weight: 1
            labels: {a: [1]}
            haproxyServerOptions: backup
            rateLimiting: {averageRate: 1.5, maxBurst: 2, shadowMode: false}
            usePathEncoding: true
            nodeType: persistent
            ttlSeconds: 60
            loadTestConcurrency: 2
            maxRepeatedReportFailures: 3
            heartbeatPath: /run/smartstack/beat
          uses: [{name: used}]
          haproxy:
            global: [log stdout local0]
            defaults: [retries 2]
            extraSections: {"listen stats": ["bind 127.0.0.1:9"]}
            bindAddress: 127.0.0.3
            sharedFrontend: ["bind 127.0.0.1:1"]
            restartInterval: 0.5
            restartJitter: 0.1
            stateFileTtl: 5
            serverOrderSeed: 7
            maxServerId: 9
            useNerveWeights: true
          """);

  @Test
  void whateverTheTwoFilesCanSayASmartServiceCanSay() throws IOException {
    Set<String> missing = known();
    missing.removeAll(said(CALLER));
    missing.removeAll(VALUES);
    missing.removeAll(OPERATORS);
    missing.removeAll(DEAD);
    missing.removeAll(UNSEEN);

    assertThat(missing).isEmpty();
  }

  @Test
  void nothingIsExceptedThatTheReadersDoNotKnow() throws IOException {
    assertThat(known())
        .containsAll(OPERATORS)
        .containsAll(DEAD)
        .containsAll(UNSEEN)
        .containsAll(VALUES);
  }

  @Test
  void aReporterAndADiscoveryOfNothingAPortRangeAndAnAddressAloneCanBeSaid() {
    SmartService used =
        Yaml.service(
            "used",
            "ensemble: {name: zk}\nsynapse: {discovery: {method: base}, haproxy: {portRange: 8000-8010}}");
    SmartService socket =
        Yaml.service(
            "caller",
            "ensemble: {name: zk}\nnerve: {port: 80, reporterType: base}\n"
                + "uses: [{name: used, haproxy: {bindAddress: 127.0.0.1}}]");
    Files files = files(socket, used);

    assertThat(files.nerve()).contains("\"reporter_type\": \"base\"").doesNotContain("zk_path");
    assertThat(files.synapse())
        .contains("\"method\": \"base\"", "\"port\": \"8000-8010\"")
        .doesNotContain("zookeeper");
    SmartService alone =
        Yaml.service(
            "used", "ensemble: {name: zk}\nsynapse: {haproxy: {bindAddress: /run/s.sock}}");
    assertThat(
            files(Yaml.service("c", "ensemble: {name: zk}\nuses: [{name: used}]"), alone).synapse())
        .contains("\"port\": null", "\"bind_address\": \"/run/s.sock\"");
  }

  private static Files files(SmartService service, SmartService used) {
    Compilation made =
        new Compiler(Surroundings.inCluster("cluster.local"))
            .compile(List.of(service), Yaml.lookup(used), null);
    assertThat(made.problems()).isEmpty();
    return Objects.requireNonNull(made.files());
  }

  private static Set<String> said(SmartService service) {
    Set<String> keys = new TreeSet<>();
    Files files = files(service, USED);
    keys(Json.parse(files.nerve()), keys);
    keys(Json.parse(files.synapse()), keys);
    return keys;
  }

  private static void keys(JsonNode node, Set<String> into) {
    node.properties()
        .forEach(field -> {
          into.add(field.getKey());
          keys(field.getValue(), into);
        });
    if (node.isArray()) {
      node.forEach(element -> keys(element, into));
    }
  }

  /** Every word that the sidecar's readers name in their code. */
  private static Set<String> known() throws IOException {
    Path readers = Path.of("..", "sidecar/src/main/java/io/smartstack/sidecar/config");
    Pattern word = Pattern.compile("\"([a-z]+(?:_[a-z]+)*)\"");
    Set<String> words = new TreeSet<>();
    try (Stream<Path> files = java.nio.file.Files.list(readers)) {
      for (Path file : files.toList()) {
        if (file.toString().matches(".*(Reader|ConfigFile|Copies|Statsd)\\.java")) {
          word.matcher(java.nio.file.Files.readString(file))
              .results()
              .forEach(match -> words.add(match.group(1)));
        }
      }
    }
    return words;
  }
}
