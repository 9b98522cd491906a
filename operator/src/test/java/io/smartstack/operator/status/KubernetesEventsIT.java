// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.smartstack.apiserver.ApiServer;
import io.smartstack.apiserver.AuditLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class KubernetesEventsIT {

  private final ApiServer api = ApiServer.shared();
  private String namespace = "";

  @BeforeEach
  void begin() {
    namespace = api.newNamespace("events");
  }

  @Test
  void kubectlDescribesWhatWasTold() {
    HasMetadata about = configMap("service-a");
    try (KubernetesEvents events = open()) {
      events.warning(about, "NoSuchEnsemble", "There is no ensemble 'zk'");
    }
    assertThat(api.kubectl("-n", namespace, "describe", "configmap", "service-a"))
        .contains("Warning", "NoSuchEnsemble", "There is no ensemble 'zk'", "smartstack-operator");
  }

  @Test
  void theSameAgainIsNotWrittenAgain() {
    HasMetadata about = configMap("service-a");
    AuditLog.Mark mark = api.audit().mark();
    try (KubernetesEvents events = open()) {
      for (int i = 0; i < 100; i++) {
        events.normal(about, "Registered", "3 of 3");
      }
    }
    assertThat(eventWrites(mark)).hasSize(1);
  }

  @Test
  void aRestartedProcessAddsNothing() {
    HasMetadata about = configMap("service-a");
    for (int process = 0; process < 3; process++) {
      try (KubernetesEvents events = open()) {
        events.normal(about, "Registered", "3 of 3");
      }
    }
    assertThat(told()).singleElement().satisfies(event -> assertThat(event.getSeries()).isNull());
  }

  @Test
  void aChangedNoteIsAnEventAndItsReturnCountsUp() {
    HasMetadata about = configMap("service-a");
    try (KubernetesEvents events = open()) {
      for (int i = 0; i < 3; i++) {
        events.warning(about, "Degraded", "2 of 3");
        events.warning(about, "Degraded", "1 of 3");
      }
    }
    assertThat(told())
        .hasSize(2)
        .allSatisfy(event -> assertThat(event.getSeries().getCount()).isEqualTo(3));
  }

  @Test
  void anObjectOfTheClusterIsToldOfInDefault() {
    HasMetadata node =
        api.admin()
            .resource(new NodeBuilder().withNewMetadata().withName(namespace).endMetadata().build())
            .create();
    try (KubernetesEvents events = open()) {
      events.normal(node, "Seen", "here");
    }
    assertThat(api.admin().events().v1().events().inNamespace("default").list().getItems())
        .anySatisfy(event -> assertThat(event.getRegarding().getName()).isEqualTo(namespace));
  }

  @Test
  void whatIsTooLongIsCutBetweenCharacters() {
    HasMetadata about = configMap("n".repeat(253));
    try (KubernetesEvents events = open()) {
      events.normal(about, "Long", "ж".repeat(2000));
    }
    assertThat(told())
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getNote()).endsWith("ж…").doesNotContain("\uFFFD");
          assertThat(event.getMetadata().getName()).hasSizeLessThanOrEqualTo(253);
        });
  }

  @Test
  void aRefusalNeverReachesWhoTells() {
    HasMetadata gone =
        new ConfigMapBuilder(configMapOf("x"))
            .editMetadata()
            .withNamespace("no-such-namespace")
            .endMetadata()
            .build();
    HasMetadata there = configMap("service-a");
    try (KubernetesEvents events = open()) {
      events.normal(gone, "Lost", "nobody hears");
      events.normal(there, "Told", "this is heard");
      await().atMost(Duration.ofSeconds(10)).until(() -> told().size() == 1);
    }
    assertThat(told()).extracting(Event::getReason).containsExactly("Told");
  }

  private KubernetesEvents open() {
    return new KubernetesEvents(api.admin(), "replica-1", InstantSource.system());
  }

  private HasMetadata configMap(String name) {
    HasMetadata made = api.admin().resource(configMapOf(name)).create();
    return made;
  }

  private io.fabric8.kubernetes.api.model.ConfigMap configMapOf(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .build();
  }

  private List<Event> told() {
    return api.admin().events().v1().events().inNamespace(namespace).list().getItems();
  }

  private List<AuditLog.Write> eventWrites(AuditLog.Mark mark) {
    return api.audit().writesSince(mark).stream()
        .filter(write -> write.resource().equals("events") && write.namespace().equals(namespace))
        .toList();
  }
}
