// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import io.fabric8.kubernetes.api.model.Pod;
import io.smartstack.crd.v1.Advertise;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.crd.v1.SmartStack;
import io.smartstack.operator.compile.PodServices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Decides about a pod; the order of the questions is what a person may count on. */
final class Decisions {

  /** The pod waits while they are looked up. */
  private static final int MOST_SERVICES = 16;

  private Decisions() {}

  /**
   * Decides.
   *
   * @param pod as the API server sent it
   * @param services looks up a SmartService of the pod's namespace by its name
   */
  static InjectionDecision of(Pod pod, Function<String, Optional<SmartService>> services) {
    Map<String, String> annotations = Marks.annotations(pod);
    if (annotations.containsKey(Words.MIRROR)) {
      return new InjectionDecision.LetBe();
    }
    if (!Marks.labels(pod).containsKey(SmartStack.SERVICE)) {
      return new InjectionDecision.LetBe();
    }
    if ("false".equals(annotations.get(SmartStack.INJECT))) {
      return new InjectionDecision.OptedOut(
          "the pod's annotation %s is \"false\"".formatted(SmartStack.INJECT));
    }
    if (pod.getSpec().getOs() != null && "windows".equals(pod.getSpec().getOs().getName())) {
      return new InjectionDecision.OptedOut("the sidecar runs on Linux and the pod on Windows");
    }
    if (Sidecars.areIn(pod)) {
      return new InjectionDecision.AlreadyInjected();
    }
    List<String> names = PodServices.namesOf(pod.getMetadata());
    Optional<String> clash =
        names.isEmpty()
            ? Optional.of("the pod's label %s names no service".formatted(SmartStack.SERVICE))
            : Clashes.in(pod);
    return clash.isPresent()
        ? new InjectionDecision.Skip(clash.get())
        : resolved(new PodServices(names), pod.getMetadata().getNamespace(), services);
  }

  private static InjectionDecision resolved(
      PodServices services, String namespace, Function<String, Optional<SmartService>> lookup) {
    if (services.names().size() > MOST_SERVICES) {
      return new InjectionDecision.Skip(
          "the pod names more than %d services".formatted(MOST_SERVICES));
    }
    var found = new ArrayList<SmartService>();
    for (String name : services.names()) {
      Optional<SmartService> service = lookup.apply(name);
      if (service.isEmpty()) {
        return new InjectionDecision.Skip(
            "namespace %s has no SmartService %s".formatted(namespace, name));
      }
      found.add(service.get());
    }
    return new InjectionDecision.Inject(
        services, found.getFirst().getSpec().sidecar(), advertise(found));
  }

  /** One sidecar registers one address: the first service that provides something says which. */
  private static Advertise advertise(List<SmartService> services) {
    return services.stream()
        .flatMap(service -> Optional.ofNullable(service.getSpec().nerve()).stream())
        .findFirst()
        .map(nerve -> nerve.advertise())
        .orElse(Advertise.POD);
  }
}
