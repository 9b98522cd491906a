// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.smartstack.apiserver.ApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the real API server makes of the definitions: refusals, defaults, names, columns. */
class CrdIT {

  private static final ApiServer API = ApiServer.shared();
  private static final List<String> FILES =
      List.of("smartservices.smartstack.io-v1.yml", "zookeeperensembles.smartstack.io-v1.yml");

  @BeforeAll
  static void theDefinitionsAreInstalled() {
    FILES.forEach(file -> API.kubectl("apply", "--server-side", "-f", file));
    API.kubectl(
        "wait",
        "--for=condition=Established",
        "--timeout=60s",
        "crd/smartservices.smartstack.io",
        "crd/zookeeperensembles.smartstack.io");
  }

  static Stream<Refusal> refusals() throws IOException {
    return Refusal.all().stream();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void isRefusedInWordsThatHelp(Refusal refusal) {
    String namespace = API.newNamespace("refused");
    if (refusal.before() != null) {
      API.admin().resource(refusal.before()).inNamespace(namespace).create();
    }
    var refused = API.admin().resource(refusal.refused()).inNamespace(namespace);
    assertThatThrownBy(
            () -> {
              if (refusal.before() == null) {
                refused.create();
              } else {
                refused.forceConflicts().serverSideApply();
              }
            })
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(refusal.message());
  }

  @Test
  void everyRuleHasACaseThatItRefuses() throws IOException {
    Set<String> messages = new TreeSet<>();
    for (String file : FILES) {
      JsonNode crd = Serialization.unmarshal(Files.readString(Path.of(file)), JsonNode.class);
      crd.findValues("x-kubernetes-validations")
          .forEach(rules -> rules.forEach(rule -> messages.add(rule.get("message").asText())));
    }
    List<String> shown = Refusal.all().stream().map(Refusal::message).toList();
    assertThat(messages).hasSizeGreaterThanOrEqualTo(9);
    assertThat(messages)
        .allSatisfy(message -> assertThat(shown).anyMatch(part -> message.contains(part)));
  }

  @Test
  void anEvenEnsembleIsRefusedThroughScaleToo() throws IOException {
    String namespace = API.newNamespace("scale");
    create("{kind: ZooKeeperEnsemble, metadata: {name: zk}, spec: {}}", namespace);

    assertThatThrownBy(
            () -> API.kubectl("-n", namespace, "scale", "zookeeperensemble/zk", "--replicas=4"))
        .hasMessageContaining("replicas must be odd");

    assertThat(API.kubectl("-n", namespace, "scale", "zke/zk", "--replicas=5")).contains("scaled");
  }

  @Test
  void theApiServerFillsInTheDefaults() throws IOException {
    String namespace = API.newNamespace("defaults");
    create("{kind: ZooKeeperEnsemble, metadata: {name: zk}, spec: {}}", namespace);
    create(
        "{kind: SmartService, metadata: {name: a}, spec: {ensemble: {name: zk}, nerve: {port: 8000,"
            + " checks: [{type: http, uri: /health}]}, synapse: {port: 3213}, sidecar: {}}}",
        namespace);

    ZooKeeperEnsembleSpec zk =
        API.admin()
            .resources(ZooKeeperEnsemble.class)
            .inNamespace(namespace)
            .withName("zk")
            .get()
            .getSpec();
    SmartServiceSpec a =
        API.admin()
            .resources(SmartService.class)
            .inNamespace(namespace)
            .withName("a")
            .get()
            .getSpec();

    assertThat(zk.replicas()).isEqualTo(3);
    assertThat(zk.storage().reclaimPolicy()).isEqualTo(ReclaimPolicy.RETAIN);
    String stored = API.kubectl("-n", namespace, "get", "ssvc/a", "-o", "jsonpath={.spec}");
    assertThat(Serialization.unmarshal(stored, JsonNode.class).at("/nerve/checks/0/timeout"))
        .as("stored, so that people see it")
        .hasToString("0.1");
    assertThat(a.nerve()).isNotNull();
    assertThat(a.synapse()).isNotNull();
    assertThat(a.repair()).isEqualTo(Repair.NONE);
  }

  @Test
  void aLabelMayBeAnyJson() throws IOException {
    String namespace = API.newNamespace("labels");
    create(
        "{kind: SmartService, metadata: {name: a}, spec: {ensemble: {hosts: ['zk:2181']}, nerve:"
            + " {port: 1, labels: {az: east, n: 1, ok: true, l: [1, {x: y}]}}}}",
        namespace);

    assertThat(API.kubectl("-n", namespace, "get", "ssvc/a", "-o", "jsonpath={.spec.nerve.labels}"))
        .isEqualToIgnoringWhitespace(
            "{\"az\":\"east\",\"l\":[1,{\"x\":\"y\"}],\"n\":1,\"ok\":true}");
  }

  @Test
  void shortNamesAndTheCategoryList() throws IOException {
    String namespace = API.newNamespace("names");
    create("{kind: ZooKeeperEnsemble, metadata: {name: zk}, spec: {}}", namespace);
    create(
        "{kind: SmartService, metadata: {name: a}, spec: {ensemble: {name: zk}, synapse: {port:"
            + " 3213}}}",
        namespace);

    assertThat(API.kubectl("-n", namespace, "get", "smartstack", "-o", "name"))
        .contains("smartservice.smartstack.io/a", "zookeeperensemble.smartstack.io/zk");
    assertThat(API.kubectl("-n", namespace, "get", "ssvc"))
        .containsPattern("NAME +READY +UP +PODS +CALLERS +PORT +AGE")
        .contains("3213");
    assertThat(API.kubectl("-n", namespace, "get", "ssvc", "-o", "wide"))
        .containsPattern("AGE +INJECTED +STALE +OUT-OF-DATE +ENSEMBLE +PATH +REASON");
    assertThat(API.kubectl("-n", namespace, "get", "zke"))
        .containsPattern("NAME +READY +LEADER +VERSION +AGE");
  }

  @Test
  void explainReadsLikeDocumentation() {
    Awaitility.await()
        .ignoreException(io.smartstack.apiserver.CommandFailedException.class)
        .untilAsserted(() ->
            assertThat(API.kubectl("explain", "smartservice.spec.nerve.checks"))
                .contains("rise", "Successes in a row after which a failing check passes"));
    assertThat(API.kubectl("explain", "zookeeperensemble.spec.replicas")).contains("an odd number");
  }

  private static void create(String yaml, String namespace) throws IOException {
    API.admin().resource(Refusal.complete(yaml)).inNamespace(namespace).create();
  }
}
