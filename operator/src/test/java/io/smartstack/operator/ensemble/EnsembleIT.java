// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.smartstack.apiserver.AuditLog;
import io.smartstack.crd.v1.PlacementSpec;
import io.smartstack.crd.v1.ReclaimPolicy;
import io.smartstack.crd.v1.SmartStack;
import io.smartstack.crd.v1.ZooKeeperEnsembleSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the operator makes of an ensemble in a real API server; members only pretend. */
class EnsembleIT {

  private final PretendNodes nodes = new PretendNodes(3);
  private EnsembleFixture fixture;

  @BeforeEach
  void begin() {
    fixture = new EnsembleFixture(MemberAddresses.ofPods("cluster.local"), nodes);
    nodes.play(fixture.client(), fixture.namespace());
  }

  @AfterEach
  void end() {
    fixture.close();
    nodes.close();
  }

  @Test
  void membersRunWherePodSecurityIsRestrictedAndEveryObjectIsTheEnsembles() {
    fixture
        .client()
        .namespaces()
        .withName(fixture.namespace())
        .edit(it -> {
          it.getMetadata().getLabels().put("pod-security.kubernetes.io/enforce", "restricted");
          return it;
        });
    var ensemble = fixture.create(EnsembleFixture.spec(3, ReclaimPolicy.RETAIN));
    var status = fixture.awaitSteady("3/3");

    assertThat(status.connectString())
        .isEqualTo("zk-client.%s.svc.cluster.local:2181".formatted(fixture.namespace()));
    assertThat(status.leader()).isEqualTo("zk-0");
    assertThat(status.selector())
        .isEqualTo("app.kubernetes.io/name=zookeeper,smartstack.io/ensemble=zk");
    var client = fixture.client();
    String namespace = fixture.namespace();
    var owned =
        List.of(
            set(),
            client.services().inNamespace(namespace).withName("zk-members").require(),
            client.services().inNamespace(namespace).withName("zk-client").require(),
            client.configMaps().inNamespace(namespace).withName("zk-config").require(),
            client.secrets().inNamespace(namespace).withName("zk-super").require(),
            client
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(namespace)
                .withName("zk")
                .require());
    assertThat(owned)
        .allSatisfy(it ->
            assertThat(it.getMetadata().getOwnerReferences())
                .extracting(OwnerReference::getUid)
                .containsExactly(ensemble.getMetadata().getUid()));
  }

  @Test
  void aSteadyEnsembleCausesNoWrites() {
    fixture.create(withResources());
    fixture.awaitSteady("3/3");
    var mark = fixture.server().audit().mark();
    int before = nodes.questions();
    EnsembleFixture.soon().until(() -> nodes.questions() > before + 12);
    assertThat(fixture.server().audit().writesSince(mark))
        .filteredOn(this::isTheOperators)
        .isEmpty();
  }

  @Test
  void scalingByKubectlGoesStepByStep() {
    fixture.create(EnsembleFixture.spec(3, ReclaimPolicy.DELETE));
    fixture.awaitSteady("3/3");
    fixture.server().kubectl("-n", fixture.namespace(), "scale", "zke/zk", "--replicas=5");
    fixture.awaitSteady("5/5");
    fixture.server().kubectl("-n", fixture.namespace(), "scale", "zke/zk", "--replicas=1");
    fixture.awaitSteady("1/1");
    EnsembleFixture.soon().until(() -> claims() == 1);
    assertThat(fixture.events().all())
        .containsSubsequence(
            "Scaling: starting member 4",
            "Scaling: member 4 joins",
            "Scaling: starting member 5",
            "Scaling: member 5 joins",
            "Scaling: member 5 leaves",
            "Scaling: stopping what is no member any more",
            "Scaling: member 4 leaves",
            "Scaling: member 3 leaves",
            "Scaling: member 2 leaves");
  }

  @Test
  void aVersionThatNeverComesUpCostsOneMemberAndIsTakenBackAtOnce() {
    fixture.create(EnsembleFixture.spec(3, ReclaimPolicy.RETAIN));
    fixture.awaitSteady("3/3");
    fixture.edit(it -> EnsembleFixture.version(it, "0.0.0"));
    var stuck =
        fixture.awaitStatus(it -> EnsembleFixture.reason(it, "Progressing").equals("RollWaiting"));
    assertThat(stuck.ready()).isEqualTo("2/3");
    int before = nodes.questions();
    EnsembleFixture.soon().until(() -> nodes.questions() > before + 10);
    assertThat(fixture.ensemble().getStatus().ready()).isEqualTo("2/3");
    assertThat(fixture.events().all()).filteredOn(it -> it.startsWith("Rolling")).hasSize(1);

    fixture.edit(it -> EnsembleFixture.version(it, "3.9.5"));
    fixture.awaitSteady("3/3");
    assertThat(fixture.ensemble().getStatus().version()).isEqualTo("3.9.5");
  }

  @Test
  void aPausedEnsembleIsLeftAloneAndSaysSoOnce() {
    fixture.create(EnsembleFixture.spec(3, ReclaimPolicy.RETAIN));
    fixture.awaitSteady("3/3");
    annotate("true");
    fixture.awaitStatus(it -> EnsembleFixture.reason(it, "Progressing").equals("Paused"));
    var mark = fixture.server().audit().mark();
    fixture.edit(it -> EnsembleFixture.replicas(it, 5));
    fixture.awaitStatus(it -> EnsembleFixture.reason(it, "Progressing").equals("Paused"));
    assertThat(fixture.server().audit().writesSince(mark))
        .filteredOn(this::isTheOperators)
        .allSatisfy(it -> assertThat(it.resource()).isEqualTo("zookeeperensembles"));
    assertThat(set().getSpec().getReplicas()).isEqualTo(3);
    annotate("false");
    fixture.awaitSteady("5/5");
  }

  @Test
  void aStatefulSetOfSomebodyElseIsNeitherTakenNorTouched() {
    fixture
        .client()
        .resource(
            new StatefulSetBuilder()
                .withNewMetadata()
                .withNamespace(fixture.namespace())
                .withName("zk")
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .withServiceName("theirs")
                .withNewSelector()
                .addToMatchLabels("app", "theirs")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", "theirs")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("it")
                .withImage("it")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
    fixture.create(EnsembleFixture.spec(3, ReclaimPolicy.RETAIN));
    var status =
        fixture.awaitStatus(it -> EnsembleFixture.reason(it, "Degraded").equals("NameTaken"));
    assertThat(EnsembleFixture.reason(status, "Ready")).isEqualTo("NameTaken");
    assertThat(fixture.events().all()).anyMatch(it -> it.startsWith("! NameTaken"));
    assertThat(set().getSpec().getServiceName()).isEqualTo("theirs");
  }

  @Test
  void whatTheApiServerRefusesIsSaidAndMendedByTheNextSpec() {
    fixture.create(EnsembleFixture.spec(3, ReclaimPolicy.RETAIN));
    fixture.awaitSteady("3/3");
    fixture.edit(it -> EnsembleFixture.resources(it, Map.of("example.com/whole", "0.5")));
    var refused =
        fixture.awaitStatus(it -> EnsembleFixture.reason(it, "Degraded").equals("Refused"));
    assertThat(refused.conditions())
        .filteredOn(it -> it.getType().equals("Degraded"))
        .allSatisfy(it -> assertThat(it.getMessage()).contains("example.com/whole"));
    assertThat(EnsembleFixture.reason(refused, "Ready")).isEqualTo("Serving");
    assertThat(fixture.events().all()).filteredOn(it -> it.startsWith("! Refused")).hasSize(1);
    fixture.edit(it -> EnsembleFixture.resources(it, Map.of("cpu", "1")));
    var mended = fixture.awaitSteady("3/3");
    assertThat(EnsembleFixture.reason(mended, "Degraded")).isEqualTo("Steady");
  }

  @Test
  void whatSomebodyChangedByHandIsMendedAndWhatIsNoLongerAskedForIsTakenBack() {
    fixture.create(placed(Map.of("disk", "fast")));
    fixture.awaitSteady("3/3");
    fixture
        .client()
        .services()
        .inNamespace(fixture.namespace())
        .withName("zk-client")
        .edit(it -> {
          it.getSpec().setSelector(Map.of("app", "other"));
          return it;
        });
    EnsembleFixture.soon()
        .until(() ->
            Names.selector("zk")
                .equals(
                    fixture
                        .client()
                        .services()
                        .inNamespace(fixture.namespace())
                        .withName("zk-client")
                        .require()
                        .getSpec()
                        .getSelector()));
    assertThat(set().getSpec().getTemplate().getSpec().getNodeSelector())
        .containsEntry("disk", "fast");
    fixture.edit(it -> placed(null));
    EnsembleFixture.soon()
        .until(() -> set().getSpec().getTemplate().getSpec().getNodeSelector().isEmpty());
  }

  @Test
  void aClaimIsOnlyDeletedWhenItIsStillTheOneThatWasLookedAtAndUnused() {
    var claims = new Claims(fixture.client());
    var first = fixture.client().resource(claim()).create();
    fixture.client().resource(first).delete();
    EnsembleFixture.soon().until(() -> fixture.client().resource(first).get() == null);
    var second = fixture.client().resource(claim()).create();
    assertThat(claims.release(first)).isFalse();
    assertThat(fixture.client().resource(second).get()).isNotNull();
    assertThat(claims.release(second)).isTrue();
    EnsembleFixture.soon().until(() -> fixture.client().resource(second).get() == null);
  }

  private PersistentVolumeClaim claim() {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withNamespace(fixture.namespace())
        .withName("data-zk-8")
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withNewResources()
        .withRequests(Map.of("storage", new Quantity("1Gi")))
        .endResources()
        .endSpec()
        .build();
  }

  @Test
  void aDeletedEnsembleTakesEverythingWithItButTheClaimsThatAreToBeKept() {
    fixture.create(EnsembleFixture.spec(3, ReclaimPolicy.RETAIN));
    fixture.awaitSteady("3/3");
    assertThat(fixture.ensemble().getMetadata().getFinalizers()).isEmpty();
    fixture.client().resource(fixture.ensemble()).delete();
    EnsembleFixture.soon()
        .until(() ->
            fixture
                    .client()
                    .apps()
                    .statefulSets()
                    .inNamespace(fixture.namespace())
                    .list()
                    .getItems()
                    .isEmpty()
                && fixture
                    .client()
                    .pods()
                    .inNamespace(fixture.namespace())
                    .list()
                    .getItems()
                    .isEmpty());
    assertThat(claims()).isEqualTo(3);
  }

  @Test
  void aDeletedEnsembleTakesItsClaimsWithItWhenThatWasAskedFor() {
    fixture.create(EnsembleFixture.spec(3, ReclaimPolicy.DELETE));
    fixture.awaitSteady("3/3");
    assertThat(claims()).isEqualTo(3);
    fixture.client().resource(fixture.ensemble()).delete();
    EnsembleFixture.soon().until(() -> claims() == 0);
  }

  /** The controllers beside it write events of their own. */
  private boolean isTheOperators(AuditLog.Write write) {
    return write.namespace().equals(fixture.namespace()) && write.user().equals("admin");
  }

  private StatefulSet set() {
    return fixture
        .client()
        .apps()
        .statefulSets()
        .inNamespace(fixture.namespace())
        .withName("zk")
        .require();
  }

  private int claims() {
    return fixture
        .client()
        .persistentVolumeClaims()
        .inNamespace(fixture.namespace())
        .list()
        .getItems()
        .size();
  }

  private void annotate(String paused) {
    fixture
        .server()
        .kubectl(
            "-n",
            fixture.namespace(),
            "annotate",
            "--overwrite",
            "zke/zk",
            SmartStack.PAUSED + "=" + paused);
  }

  private static ZooKeeperEnsembleSpec placed(@Nullable Map<String, String> nodeSelector) {
    return EnsembleFixture.placement(
        EnsembleFixture.spec(3, ReclaimPolicy.RETAIN),
        new PlacementSpec(nodeSelector, null, null, null));
  }

  /** Quantities as people write them, not as the API server does. */
  private static ZooKeeperEnsembleSpec withResources() {
    return EnsembleFixture.resources(
        EnsembleFixture.spec(3, ReclaimPolicy.RETAIN), Map.of("cpu", "0.25", "memory", "0.5Gi"));
  }
}
