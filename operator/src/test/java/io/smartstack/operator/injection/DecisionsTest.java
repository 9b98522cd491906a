// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.smartstack.crd.v1.Advertise;
import io.smartstack.crd.v1.LogFormat;
import io.smartstack.crd.v1.LogLevel;
import io.smartstack.crd.v1.SidecarSpec;
import io.smartstack.crd.v1.SmartServiceSpec;
import io.smartstack.crd.v1.SmartStack;
import io.smartstack.operator.injection.InjectionDecision.AlreadyInjected;
import io.smartstack.operator.injection.InjectionDecision.Inject;
import io.smartstack.operator.injection.InjectionDecision.LetBe;
import io.smartstack.operator.injection.InjectionDecision.OptedOut;
import io.smartstack.operator.injection.InjectionDecision.Skip;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecisionsTest {

  private static InjectionDecision decided(Pod pod) {
    return Decisions.of(pod, Pods.services("service-a"));
  }

  private static void assertSkipped(Pod pod, String reason) {
    assertThat(decided(pod)).isEqualTo(new Skip(reason));
  }

  @Test
  void aLabelledPodOfAServiceThatExistsIsInjected() {
    assertThat(decided(Pods.plain()))
        .isInstanceOfSatisfying(
            Inject.class,
            inject -> {
              assertThat(inject.services().names()).containsExactly("service-a");
              assertThat(inject.advertise()).isEqualTo(Advertise.POD);
            });
  }

  @Test
  void aPodWithoutLabelIsLetBe() {
    Pod pod = Pods.like().editMetadata().withLabels(null).endMetadata().build();
    assertThat(decided(pod)).isEqualTo(new LetBe());
  }

  @Test
  void theCopyOfAStaticPodIsLetBe() {
    Pod pod = Pods.like().editMetadata().addToAnnotations(Words.MIRROR, "x").endMetadata().build();
    assertThat(decided(pod)).isEqualTo(new LetBe());
  }

  @Test
  void aPodMayOptOutEvenOfAServiceThatIsMissing() {
    Pod pod =
        Pods.like()
            .editMetadata()
            .addToLabels(SmartStack.SERVICE, "nobody")
            .addToAnnotations(SmartStack.INJECT, "false")
            .endMetadata()
            .build();
    assertThat(decided(pod))
        .isEqualTo(new OptedOut("the pod's annotation smartstack.io/inject is \"false\""));
  }

  @Test
  void aWindowsPodGetsNone() {
    Pod pod = Pods.like().editSpec().withNewOs("windows").endSpec().build();
    assertThat(decided(pod)).isInstanceOf(OptedOut.class);
  }

  @Test
  void aServiceThatIsMissingIsNamed() {
    Pod pod =
        Pods.like()
            .editMetadata()
            .addToAnnotations(SmartStack.SERVICES, "service-a, service-x,service-y")
            .endMetadata()
            .build();
    assertSkipped(pod, "namespace shop has no SmartService service-x");
  }

  @Test
  void aLabelThatNamesNothingIsSaid() {
    Pod pod = Pods.like().editMetadata().addToLabels(SmartStack.SERVICE, "").endMetadata().build();
    assertSkipped(pod, "the pod's label smartstack.io/service names no service");
  }

  @Test
  void aPodCantMakeTheWebhookLookForThousands() {
    String many =
        String.join(",", IntStream.range(0, 5000).mapToObj(it -> "service-" + it).toList());
    Pod pod =
        Pods.like()
            .editMetadata()
            .addToAnnotations(SmartStack.SERVICES, many)
            .endMetadata()
            .build();
    assertSkipped(pod, "the pod names more than 16 services");
  }

  @Test
  void aContainerOfOurNameIsntOverwritten() {
    Pod regular =
        Pods.like()
            .editSpec()
            .addNewContainer()
            .withName("haproxy")
            .endContainer()
            .endSpec()
            .build();
    Pod initial =
        Pods.like()
            .editSpec()
            .addNewInitContainer()
            .withName("smartstack")
            .withRestartPolicy("Always")
            .endInitContainer()
            .endSpec()
            .build();
    assertSkipped(regular, "the application has a container haproxy of its own");
    assertSkipped(initial, "the application has a container smartstack of its own");
  }

  @Test
  void aVolumeOfOurNameIsntOverwritten() {
    Pod pod =
        Pods.like()
            .editSpec()
            .addNewVolume()
            .withName("smartstack-run")
            .withNewEmptyDir()
            .endEmptyDir()
            .endVolume()
            .endSpec()
            .build();
    assertSkipped(pod, "the application has a volume smartstack-run of its own");
  }

  @Test
  void anApplicationOnTheSidecarsPortKeepsIt() {
    Pod pod =
        Pods.like()
            .editSpec()
            .editFirstContainer()
            .addNewPort()
            .withContainerPort(3210)
            .endPort()
            .endContainer()
            .endSpec()
            .build();
    assertSkipped(pod, "container application has port 3210, where the sidecar answers");
  }

  @Test
  void anInjectedPodIsKnownAgain() {
    assertThat(decided(Pods.injected(Pods.plain()))).isEqualTo(new AlreadyInjected());
  }

  @Test
  void theFirstServiceSpeaksForTheContainers() {
    var sidecar = new SidecarSpec(null, null, LogLevel.INFO, LogFormat.PLAIN, "mine/sidecar:2");
    SmartServiceSpec none = Pods.spec();
    var spec =
        new SmartServiceSpec(
            none.ensemble(), null, null, none.uses(), null, null, sidecar, none.repair());
    InjectionDecision decision =
        Decisions.of(Pods.plain(), name -> Optional.of(Pods.service(name, spec)));
    assertThat(decision)
        .isInstanceOfSatisfying(
            Inject.class, inject -> assertThat(inject.sidecar()).isEqualTo(sidecar));
  }
}
