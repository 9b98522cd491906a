// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.smartstack.crd.v1.SmartStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A pod as it came in, a pod as it goes out. What isn't ours comes out as it went in. */
final class PodMutation {

  /** Sockets, HAProxy's configuration, the last known backends: some hundred kilobytes. */
  private static final Quantity RUN_SIZE = new Quantity("64Mi");

  private final SidecarDefaults defaults;

  PodMutation(SidecarDefaults defaults) {
    this.defaults = defaults;
  }

  /** Puts the sidecars in. */
  Pod inject(Pod pod, InjectionDecision.Inject decision) {
    PodSpec spec = pod.getSpec();
    var drain = new PodDrain(spec);
    var sidecars = new Sidecars(defaults, decision, spec.getResources() != null);
    var first = List.of(sidecars.haproxy(), sidecars.smartstack(drain.deadlineSeconds()));
    Pod injected =
        new PodBuilder(pod)
            .editSpec()
            .withInitContainers(together(first, spec.getInitContainers()))
            .withVolumes(
                together(
                    spec.getVolumes(), List.of(run(), config(decision.services().configMap()))))
            .endSpec()
            .build();
    return finished(injected, drain, defaults.version());
  }

  /** Brings a pod that has them back into order; what others changed of them since stays. */
  Pod again(Pod pod) {
    List<Container> all = pod.getSpec().getInitContainers();
    var ordered =
        Stream.of(
                all.stream().filter(Sidecars::isHaproxy),
                all.stream().filter(Sidecars::isSmartstack),
                all.stream().filter(it -> !Sidecars.isHaproxy(it) && !Sidecars.isSmartstack(it)))
            .flatMap(part -> part)
            .toList();
    Pod reordered = new PodBuilder(pod).editSpec().withInitContainers(ordered).endSpec().build();
    String version = Marks.annotations(pod).get(SmartStack.SIDECAR_VERSION);
    return finished(
        reordered,
        new PodDrain(pod.getSpec()),
        Objects.requireNonNullElse(version, defaults.version()));
  }

  private static Pod finished(Pod pod, PodDrain drain, String version) {
    List<Container> hooked = pod.getSpec().getContainers().stream().map(drain::hooked).toList();
    var marks = new TreeMap<>(Marks.annotations(pod));
    marks.put(SmartStack.INJECTION, "injected");
    marks.remove(SmartStack.INJECTION_REASON);
    marks.put(SmartStack.SIDECAR_VERSION, version);
    drain
        .unprotected(hooked)
        .ifPresentOrElse(
            reason -> {
              marks.put(SmartStack.DRAIN, "unprotected");
              marks.put(SmartStack.DRAIN_REASON, reason);
            },
            () -> {
              marks.put(SmartStack.DRAIN, "protected");
              marks.remove(SmartStack.DRAIN_REASON);
            });
    marks.merge(Words.EVICTABLE, Words.RUN_VOLUME, PodMutation::listed);
    if (!hooked.isEmpty()) {
      marks.putIfAbsent(Words.DEFAULT_CONTAINER, hooked.getFirst().getName());
    }
    return with(pod, marks, hooked);
  }

  private static Pod with(Pod pod, Map<String, String> annotations, List<Container> containers) {
    return new PodBuilder(pod)
        .editMetadata()
        .withAnnotations(annotations)
        .endMetadata()
        .editSpec()
        .withContainers(containers)
        .endSpec()
        .build();
  }

  private static String listed(String names, String name) {
    return Stream.of(names.split(",")).map(String::strip).anyMatch(name::equals)
        ? names
        : names + "," + name;
  }

  private static <T> List<T> together(List<? extends T> before, List<? extends T> after) {
    var all = new ArrayList<T>(before);
    all.addAll(after);
    return all;
  }

  private static Volume run() {
    return new VolumeBuilder()
        .withName(Words.RUN_VOLUME)
        .withNewEmptyDir()
        .withSizeLimit(RUN_SIZE)
        .endEmptyDir()
        .build();
  }

  private static Volume config(String configMap) {
    return new VolumeBuilder()
        .withName(Words.CONFIG_VOLUME)
        .withNewConfigMap()
        .withName(configMap)
        .endConfigMap()
        .build();
  }
}
