// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.NerveServiceConfig;
import io.smartstack.sidecar.config.RateLimitConfig;
import io.smartstack.sidecar.config.ReporterConfig;
import io.smartstack.sidecar.config.ReporterConfig.NodeType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublicationTest {

  private static final ReporterConfig.ZooKeeper ZK = zk(NodeType.EPHEMERAL, false, "a:1", "b:1");

  @Test
  void whatNobodySeesMakesNoDifference() {
    Publication one = of("i", service(Port.of(1), ZK, 1, Duration.ofSeconds(1)));
    Publication two = of("i", service(Port.of(1), ZK, 1, Duration.ofSeconds(2)));
    assertThat(one.looksLike(two)).isTrue();
  }

  @Test
  void theSameHostsInAnotherOrderAreTheSameEnsemble() {
    ReporterConfig.ZooKeeper turned = zk(NodeType.EPHEMERAL, false, "b:1", "a:1");
    assertThat(
            of("i", service(Port.of(1), turned, 1)).looksLike(of("i", service(Port.of(1), ZK, 1))))
        .isTrue();
  }

  @Test
  void everythingInTheZnodeMakesADifference() {
    Publication one = of("i", service(Port.of(1), ZK, 1));
    assertThat(one.looksLike(of("j", service(Port.of(1), ZK, 1)))).isFalse();
    assertThat(one.looksLike(of("i", service(Port.of(2), ZK, 1)))).isFalse();
    assertThat(one.looksLike(of("i", service(new Port("1", true), ZK, 1)))).isFalse();
    assertThat(one.looksLike(of("i", service(Port.of(1), ZK, 2)))).isFalse();
    assertThat(labelled("a", "b").looksLike(labelled("b", "a"))).isFalse();
    assertThat(labelled("a", "b").looksLike(labelled("a", "b"))).isTrue();
  }

  @Test
  void onlyZnodesOfOneNameAndTwoKindsExcludeEachOther() {
    ReporterConfig.ZooKeeper sequential = zk(NodeType.EPHEMERAL_SEQUENTIAL, false, "a:1", "b:1");
    ReporterConfig.ZooKeeper persistent = zk(NodeType.PERSISTENT, false, "a:1", "b:1");
    Publication one = of("i", service(Port.of(1), ZK, 1));
    assertThat(one.excludes(of("i", service(Port.of(1), persistent, 2)))).isTrue();
    assertThat(one.excludes(of("i", service(Port.of(1), ZK, 2)))).isFalse();
    assertThat(one.excludes(of("i", service(Port.of(1), sequential, 2)))).isFalse();
    assertThat(one.excludes(of("j", service(Port.of(1), persistent, 2)))).isFalse();
  }

  @Test
  void anEncodedPayloadIsAnotherNameWhenItDiffers() {
    ReporterConfig.ZooKeeper encoded = zk(NodeType.EPHEMERAL, true, "a:1", "b:1");
    ReporterConfig.ZooKeeper persistent = zk(NodeType.PERSISTENT, true, "a:1", "b:1");
    ReporterConfig.ZooKeeper plain = zk(NodeType.PERSISTENT, false, "a:1", "b:1");
    Publication one = of("i", service(Port.of(1), encoded, 1));
    assertThat(one.excludes(of("i", service(Port.of(1), persistent, 1)))).isTrue();
    assertThat(one.excludes(of("i", service(Port.of(1), persistent, 2)))).isFalse();
    assertThat(one.excludes(of("i", service(Port.of(1), plain, 1)))).isFalse();
  }

  private static Publication of(String instance, NerveServiceConfig service) {
    return Publication.of(instance, service);
  }

  private static Publication labelled(String... names) {
    Map<String, JsonNode> labels = new LinkedHashMap<>();
    for (String name : names) {
      labels.put(name, TextNode.valueOf("x"));
    }
    return of("i", service(Port.of(1), ZK, 1, Duration.ofSeconds(1), labels));
  }

  private static ReporterConfig.ZooKeeper zk(NodeType type, boolean encoded, String... hosts) {
    return new ReporterConfig.ZooKeeper(List.of(hosts), "/a", encoded, type, null);
  }

  private static NerveServiceConfig service(Port port, ReporterConfig reporter, int weight) {
    return service(port, reporter, weight, Duration.ofSeconds(1));
  }

  private static NerveServiceConfig service(
      Port port, ReporterConfig reporter, int weight, Duration interval) {
    return service(port, reporter, weight, interval, Map.of());
  }

  private static NerveServiceConfig service(
      Port port,
      ReporterConfig reporter,
      int weight,
      Duration interval,
      Map<String, JsonNode> labels) {
    return new NerveServiceConfig(
        "a",
        "127.0.0.1",
        port,
        reporter,
        interval,
        false,
        List.of(),
        RateLimitConfig.unlimited(),
        weight,
        null,
        labels);
  }
}
