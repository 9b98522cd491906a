// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.zjsonpatch.JsonPatch;
import io.smartstack.crd.v1.SmartStack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

class PodMutationPropertiesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PodMutation mutation = new PodMutation(Pods.DEFAULTS);
  private final PodPatch patch = new PodPatch(JSON);

  @Property(tries = 300)
  void injectingTwiceChangesNothing(@ForAll("pods") Pod pod) {
    Pod once = Pods.injected(pod);
    assertThat(Decisions.of(once, Pods.services("service-a")))
        .isEqualTo(new InjectionDecision.AlreadyInjected());
    assertThat(patch.between(once, mutation.again(once))).isEmpty();
  }

  @Property(tries = 300)
  void whereverOthersPutTheirsOursComeFirst(
      @ForAll("pods") Pod pod,
      @ForAll("containers") List<Container> others,
      @ForAll Random random) {
    Pod injected = Pods.injected(pod);
    var mixed = new ArrayList<>(injected.getSpec().getInitContainers());
    others.forEach(it -> mixed.add(random.nextInt(mixed.size() + 1), it));
    Pod between = new PodBuilder(injected).editSpec().withInitContainers(mixed).endSpec().build();

    List<Container> again = mutation.again(between).getSpec().getInitContainers();

    assertThat(again).startsWith(injected.getSpec().getInitContainers().get(0));
    assertThat(again.get(1)).isEqualTo(injected.getSpec().getInitContainers().get(1));
    mixed.removeIf(it -> Sidecars.isHaproxy(it) || Sidecars.isSmartstack(it));
    assertThat(again.subList(2, again.size())).isEqualTo(mixed);
  }

  @Property(tries = 300)
  void theApplicationsOwnIsUntouched(@ForAll("pods") Pod pod) {
    Pod injected = Pods.injected(pod);
    assertThat(withoutOurs(injected, pod)).isEqualTo(pod);
  }

  /** Takes away what may be added, and nothing else. */
  private static Pod withoutOurs(Pod injected, Pod before) {
    PodSpec spec = injected.getSpec();
    Map<String, String> marks = new HashMap<>(injected.getMetadata().getAnnotations());
    List.of(
            SmartStack.INJECTION,
            SmartStack.SIDECAR_VERSION,
            SmartStack.DRAIN,
            SmartStack.DRAIN_REASON,
            Words.DEFAULT_CONTAINER,
            Words.EVICTABLE)
        .forEach(marks::remove);
    List<Container> containers =
        IntStream.range(0, spec.getContainers().size())
            .mapToObj(
                i -> unhooked(spec.getContainers().get(i), before.getSpec().getContainers().get(i)))
            .toList();
    return new PodBuilder(injected)
        .editMetadata()
        .withAnnotations(marks)
        .endMetadata()
        .editSpec()
        .withContainers(containers)
        .withInitContainers(spec.getInitContainers().subList(2, spec.getInitContainers().size()))
        .withVolumes(spec.getVolumes().subList(0, spec.getVolumes().size() - 2))
        .endSpec()
        .build();
  }

  private static Container unhooked(Container after, Container before) {
    boolean had = before.getLifecycle() != null && before.getLifecycle().getPreStop() != null;
    if (had || after.getLifecycle() == null) {
      return after;
    }
    return before.getLifecycle() == null
        ? new ContainerBuilder(after).withLifecycle(null).build()
        : new ContainerBuilder(after).editLifecycle().withPreStop(null).endLifecycle().build();
  }

  @Property(tries = 300)
  void thePatchMakesThePodAndOnlyAdds(@ForAll("pods") Pod pod) {
    Pod injected = Pods.injected(pod);
    JsonNode operations = patch.between(pod, injected);
    assertThat(operations)
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it.path("op").asText()).isEqualTo("add"));
    JsonNode patched = JsonPatch.apply(operations, JSON.valueToTree(pod));
    assertThat(patched).isEqualTo(JSON.valueToTree(injected));
  }

  @Property(tries = 300)
  void ofASkippedPodOnlyAnnotationsChange(
      @ForAll("pods") Pod pod, @ForAll @StringLength(max = 500) String reason) {
    JsonNode raw = JSON.valueToTree(pod);
    JsonNode operations = patch.skipped(raw, reason);
    assertThat(operations)
        .allSatisfy(it -> assertThat(it.path("path").asText()).startsWith("/metadata/annotations"));
    JsonNode marked = JsonPatch.apply(operations, raw);
    assertThat(marked.at("/metadata/annotations").get(SmartStack.INJECTION_REASON).asText())
        .isEqualTo(reason);
    assertThat(patch.skipped(marked, reason)).isEmpty();
  }

  @Provide
  Arbitrary<Pod> pods() {
    Arbitrary<String> names = Arbitraries.strings().withCharRange('a', 'e').ofLength(4);
    Arbitrary<List<Container>> containers = containers(names).list().ofMinSize(1).ofMaxSize(4);
    Arbitrary<List<Container>> initial = containers(names).list().ofMaxSize(3);
    Arbitrary<List<Volume>> volumes =
        names
            .map(it -> new VolumeBuilder().withName(it).withNewEmptyDir().endEmptyDir().build())
            .list()
            .ofMaxSize(3);
    Arbitrary<Map<String, String>> annotations =
        Arbitraries.maps(names.map(it -> "example.com/" + it), names).ofMaxSize(3);
    Arbitrary<Long> grace = Arbitraries.longs().between(-1, 120);
    return Combinators.combine(containers, initial, volumes, annotations, grace)
        .as(PodMutationPropertiesTest::pod);
  }

  private static Pod pod(
      List<Container> containers,
      List<Container> initial,
      List<Volume> volumes,
      Map<String, String> annotations,
      Long grace) {
    return Pods.like()
        .editMetadata()
        .withAnnotations(annotations)
        .endMetadata()
        .editSpec()
        .withContainers(containers)
        .withInitContainers(initial)
        .withVolumes(volumes)
        .withTerminationGracePeriodSeconds(grace < 0 ? null : grace)
        .endSpec()
        .build();
  }

  @Provide
  Arbitrary<List<Container>> containers() {
    return containers(Arbitraries.strings().withCharRange('a', 'e').ofLength(4))
        .list()
        .ofMaxSize(4);
  }

  private static Arbitrary<Container> containers(Arbitrary<String> names) {
    Arbitrary<Integer> kinds = Arbitraries.integers().between(0, 3);
    return Combinators.combine(names, kinds)
        .as((name, kind) -> {
          var container = new ContainerBuilder().withName(name).withImage(name);
          if (kind == 1) {
            container.withLifecycle(
                new LifecycleBuilder().withNewPreStop().withNewSleep(2L).endPreStop().build());
          } else if (kind == 2) {
            container.withLifecycle(
                new LifecycleBuilder().withNewPostStart().withNewSleep(2L).endPostStart().build());
          } else if (kind == 3) {
            container.withRestartPolicy("Always");
          }
          return container.build();
        });
  }
}
