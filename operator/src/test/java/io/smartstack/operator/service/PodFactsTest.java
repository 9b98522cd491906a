// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodFactsTest {

  private static final String META =
      """
      metadata:
        name: a-1
        namespace: shop
        uid: u
        creationTimestamp: "2030-01-01T00:00:00Z"
        labels: {smartstack.io/service: a}
      """;

  @Test
  void aRunningPodWithASidecarIsAlive() {
    PodFacts pod =
        facts(
            META
                + """
                spec:
                  nodeName: node-1
                  initContainers: [{name: haproxy}, {name: smartstack}]
                  containers: [{name: app}]
                status:
                  phase: Running
                  startTime: "2030-01-01T00:00:01Z"
                  conditions:
                  - {type: Initialized, status: "True", lastTransitionTime: "2030-01-01T00:00:05Z"}
                  - {type: Ready, status: "True", lastTransitionTime: "2030-01-01T00:00:06Z"}
                """);
    assertThat(pod.alive()).isTrue();
    assertThat(pod.missed()).isFalse();
    assertThat(pod.ready()).isTrue();
    assertThat(pod.runningSince()).isEqualTo(Instant.parse("2030-01-01T00:00:05Z"));
    assertThat(pod.node()).isEqualTo("node-1");
  }

  @Test
  void aPodWithoutASidecarIsMissedUnlessItAskedForNone() {
    String spec = "spec: {containers: [{name: app}]}\n";
    assertThat(facts(META + spec).missed()).isTrue();
    String out = META + "  annotations: {smartstack.io/inject: \"false\"}\n";
    assertThat(facts(out + spec).missed()).isFalse();
    String mirror = META + "  annotations: {kubernetes.io/config.mirror: x}\n";
    assertThat(facts(mirror + spec).missed()).isFalse();
    String windows = "spec: {os: {name: windows}, containers: [{name: app}]}\n";
    assertThat(facts(META + windows).missed()).isFalse();
    assertThat(facts(META + spec + "status: {phase: Succeeded}\n").missed()).isFalse();
  }

  @Test
  void theOrderOfFurtherServicesIsNoMatter() {
    String spec = "spec: {containers: [{name: app}]}\n";
    PodFacts one = facts(META + "  annotations: {smartstack.io/services: \"c,b\"}\n" + spec);
    PodFacts two = facts(META + "  annotations: {smartstack.io/services: \"a,b,c\"}\n" + spec);
    assertThat(one.services()).isEqualTo(List.of("a", "c", "b"));
    assertThat(one.set()).isEqualTo(two.set());
    assertThat(one.set().names()).containsExactly("a", "b", "c");
  }

  @Test
  void theControllerIsTheOwnerAndJobsMakeNoReplacement() {
    String owners =
        """
          ownerReferences:
          - {apiVersion: v1, kind: Thing, name: t, uid: t1}
          - {apiVersion: batch/v1, kind: Job, name: j, uid: j1, controller: true}
        """;
    PodFacts.Owner owner = facts(META + owners + "spec: {containers: [{name: app}]}\n").owner();
    assertThat(owner).isEqualTo(new PodFacts.Owner("Job", "j", "j1"));
    assertThat(owner).matches(it -> !it.replaces());
  }

  private static PodFacts facts(String yaml) {
    return PodFacts.of(Serialization.unmarshal(yaml, Pod.class));
  }
}
