// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class LeanPodsTest {

  private final Pod whole =
      Serialization.unmarshal(
          """
          metadata:
            namespace: shop
            name: pod-1
            uid: u1
            resourceVersion: "7"
            creationTimestamp: "2026-01-01T00:00:00Z"
            deletionTimestamp: "2026-01-02T00:00:00Z"
            labels: {app: cart, smartstack.io/service: cart}
            annotations:
              smartstack.io/services: cart,stock
              smartstack.io/drain: unprotected
              smartstack.io/injection-reason: because
              smartstack.io/config: abc.1
              kubernetes.io/config.mirror: x
              checksum: "1"
            managedFields: [{manager: kubelet}]
            ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: cart-1, uid: r1, controller: true}]
          spec:
            nodeName: node-1
            os: {name: windows}
            initContainers: [{name: smartstack, image: a, env: [{name: A, value: B}]}]
            containers: [{name: app, image: b}]
          status:
            phase: Running
            startTime: "2026-01-01T00:00:01Z"
            podIP: 10.0.0.1
            conditions:
            - {type: Initialized, status: "True", lastTransitionTime: "2026-01-01T00:00:02Z"}
            - {type: Ready, status: "True"}
            - {type: PodScheduled, status: "True"}
          """,
          Pod.class);

  @Test
  void whatMattersOfAPodIsTheSame() {
    assertThat(PodFacts.of(LeanPods.lean(whole))).isEqualTo(PodFacts.of(whole));
  }

  @Test
  void aPodWithoutAStatusStaysOne() {
    whole.setStatus(null);
    assertThat(PodFacts.of(LeanPods.lean(whole))).isEqualTo(PodFacts.of(whole));
  }

  @Test
  void eventsCanBeToldAboutIt() {
    Pod lean = LeanPods.lean(whole);
    assertThat(lean.getKind()).isEqualTo("Pod");
    assertThat(lean.getApiVersion()).isEqualTo("v1");
    assertThat(lean.getMetadata().getResourceVersion()).isEqualTo("7");
  }

  @Test
  void theRestIsNotKept() {
    Pod lean = LeanPods.lean(whole);
    assertThat(lean.getSpec().getContainers()).isEmpty();
    assertThat(lean.getSpec().getInitContainers().getFirst().getEnv()).isEmpty();
    assertThat(lean.getMetadata().getManagedFields()).isEmpty();
    assertThat(lean.getMetadata().getLabels()).containsOnlyKeys("smartstack.io/service");
    assertThat(lean.getMetadata().getAnnotations()).doesNotContainKey("checksum");
  }
}
