// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.smartstack.crd.v1.Advertise;
import io.smartstack.crd.v1.LogFormat;
import io.smartstack.crd.v1.LogLevel;
import io.smartstack.crd.v1.SidecarSpec;
import io.smartstack.crd.v1.SmartStack;
import io.smartstack.operator.compile.PodServices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PodMutationTest {

  private final PodMutation mutation = new PodMutation(Pods.DEFAULTS);

  private static Map<String, String> marks(Pod pod) {
    return pod.getMetadata().getAnnotations();
  }

  @Test
  void aPodLooksAsInTheBook() throws IOException {
    try (var golden = getClass().getResourceAsStream("/injection/pod.yaml")) {
      String expected =
          new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(Serialization.asYaml(Pods.injected(Pods.plain()))).isEqualTo(expected);
    }
  }

  @Test
  void oursComeBeforeTheApplicationsOwnInitContainers() {
    Pod pod =
        Pods.like()
            .editSpec()
            .addNewInitContainer()
            .withName("migrate")
            .endInitContainer()
            .endSpec()
            .build();
    assertThat(Pods.injected(pod).getSpec().getInitContainers())
        .extracting(Container::getName)
        .containsExactly("haproxy", "smartstack", "migrate");
  }

  @Test
  void whatAnotherInjectorPutInFrontGoesBehindAgain() {
    Pod pod =
        new PodBuilder(Pods.injected(Pods.plain()))
            .editSpec()
            .addNewInitContainerLike(new Container())
            .withName("vault-agent-init")
            .endInitContainer()
            .addNewContainer()
            .withName("vault-agent")
            .endContainer()
            .endSpec()
            .build();
    List<Container> init = pod.getSpec().getInitContainers();
    init.addFirst(init.removeLast());

    Pod again = mutation.again(pod);

    assertThat(again.getSpec().getInitContainers())
        .extracting(Container::getName)
        .containsExactly("haproxy", "smartstack", "vault-agent-init");
    assertThat(again.getSpec().getContainers())
        .allSatisfy(it -> assertThat(it.getLifecycle().getPreStop()).isNotNull());
  }

  @Test
  void whatOthersChangedOfOursStays() {
    Pod pod =
        new PodBuilder(Pods.injected(Pods.plain()))
            .editSpec()
            .editInitContainer(1)
            .withImage("mirror.example/sidecar:1.0")
            .endInitContainer()
            .endSpec()
            .build();
    assertThat(mutation.again(pod)).isEqualTo(pod);
  }

  @Test
  void theDrainTakesAtMostHalfOfTheTimeThatThePodHas() {
    assertThat(deadline(null)).isEqualTo("15");
    assertThat(deadline(61L)).isEqualTo("30");
    assertThat(deadline(1L)).isEqualTo("1");
  }

  private static String deadline(@Nullable Long grace) {
    Pod pod = Pods.like().editSpec().withTerminationGracePeriodSeconds(grace).endSpec().build();
    List<String> args = Pods.injected(pod).getSpec().getInitContainers().get(1).getArgs();
    return args.get(args.indexOf("--drain-deadline") + 1);
  }

  @Test
  void aPodWithoutTimeHasNoHookAndSaysSo() {
    Pod pod =
        Pods.injected(
            Pods.like().editSpec().withTerminationGracePeriodSeconds(0L).endSpec().build());
    assertThat(pod.getSpec().getContainers().getFirst().getLifecycle()).isNull();
    assertThat(marks(pod))
        .containsEntry(SmartStack.DRAIN, "unprotected")
        .containsEntry(SmartStack.DRAIN_REASON, "terminationGracePeriodSeconds is 0");
  }

  @Test
  void anApplicationsOwnPreStopStaysAndIsNamed() {
    Pod pod =
        Pods.injected(
            Pods.like()
                .editSpec()
                .editFirstContainer()
                .withNewLifecycle()
                .withNewPreStop()
                .withNewSleep(3L)
                .endPreStop()
                .endLifecycle()
                .endContainer()
                .addNewContainer()
                .withName("second")
                .withNewLifecycle()
                .withNewPostStart()
                .withNewSleep(1L)
                .endPostStart()
                .endLifecycle()
                .endContainer()
                .endSpec()
                .build());
    List<Container> containers = pod.getSpec().getContainers();
    assertThat(containers.getFirst().getLifecycle().getPreStop().getHttpGet()).isNull();
    assertThat(containers.get(1).getLifecycle().getPostStart()).isNotNull();
    assertThat(containers.get(1).getLifecycle().getPreStop().getHttpGet().getPath())
        .isEqualTo("/drained");
    assertThat(marks(pod))
        .containsEntry(SmartStack.DRAIN, "unprotected")
        .containsEntry(SmartStack.DRAIN_REASON, "own preStop: application");
  }

  @Test
  void aSmartServiceMaySayWhatTheContainersAre() {
    var sidecar =
        new SidecarSpec(
            new ResourceRequirementsBuilder().addToLimits("cpu", new Quantity("1")).build(),
            new ResourceRequirementsBuilder().addToLimits("cpu", new Quantity("2")).build(),
            LogLevel.DEBUG,
            LogFormat.JSON,
            "mine/sidecar:2");
    Pod pod =
        mutation.inject(
            Pods.plain(),
            new InjectionDecision.Inject(
                new PodServices(List.of("service-a")), sidecar, Advertise.NODE));
    Container haproxy = pod.getSpec().getInitContainers().get(0);
    Container smartstack = pod.getSpec().getInitContainers().get(1);
    assertThat(List.of(haproxy.getImage(), smartstack.getImage())).containsOnly("mine/sidecar:2");
    assertThat(haproxy.getResources()).isEqualTo(sidecar.haproxyResources());
    assertThat(smartstack.getResources()).isEqualTo(sidecar.resources());
    assertThat(Serialization.asYaml(smartstack.getEnv()))
        .contains("status.hostIP", "\"debug\"", "\"json\"")
        .doesNotContain("status.podIP");
  }

  @Test
  void containersShareTheResourcesThatAPodHasAsAWhole() {
    Pod pod =
        Pods.like()
            .editSpec()
            .withNewResources()
            .addToRequests("cpu", new Quantity("100m"))
            .endResources()
            .endSpec()
            .build();
    assertThat(Pods.injected(pod).getSpec().getInitContainers())
        .allSatisfy(it -> assertThat(it.getResources()).isNull());
  }

  @Test
  void whatAPersonSaidOfVolumesAndContainersIsKept() {
    Pod pod =
        Pods.injected(
            Pods.like()
                .editMetadata()
                .addToAnnotations(Words.DEFAULT_CONTAINER, "other")
                .addToAnnotations(Words.EVICTABLE, "cache")
                .addToAnnotations(SmartStack.SIDECAR_VERSION, "a lie")
                .endMetadata()
                .build());
    assertThat(marks(pod))
        .containsEntry(Words.DEFAULT_CONTAINER, "other")
        .containsEntry(Words.EVICTABLE, "cache,smartstack-run")
        .containsEntry(SmartStack.SIDECAR_VERSION, "1.0");
  }

  @Test
  void aPodOfSeveralServicesReadsTheConfigMapOfThemAll() {
    Pod pod =
        Pods.injected(
            Pods.like()
                .editMetadata()
                .addToAnnotations(SmartStack.SERVICES, "service-b")
                .endMetadata()
                .build());
    assertThat(pod.getSpec().getVolumes().getLast().getConfigMap().getName())
        .isEqualTo(new PodServices(List.of("service-a", "service-b")).configMap());
  }
}
