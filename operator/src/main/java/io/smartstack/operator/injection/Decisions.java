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

  private Decisions() {}

  /**
   * Decides.
   *
   * @param pod as the API server sent it
   * @param services looks up a SmartService of the pod's namespace by its name
   */
  static InjectionDecision of(Pod pod, Function<String, Optional<SmartService>> services) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    if (annotations.containsKey(Words.MIRROR)) {
      return new InjectionDecision.LetBe();
    }
    List<String> names = PodServices.namesOf(pod.getMetadata());
    if (names.isEmpty()) {
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
    Optional<String> clash = Clashes.in(pod);
    return clash.isPresent()
        ? new InjectionDecision.Skip(clash.get())
        : resolved(new PodServices(names), pod.getMetadata().getNamespace(), services);
  }

  private static InjectionDecision resolved(
      PodServices services, String namespace, Function<String, Optional<SmartService>> lookup) {
    var found = new ArrayList<SmartService>();
    var missing = new ArrayList<String>();
    for (String name : services.names()) {
      lookup.apply(name).ifPresentOrElse(found::add, () -> missing.add(name));
    }
    if (!missing.isEmpty()) {
      return new InjectionDecision.Skip(
          "namespace %s has no SmartService %s".formatted(namespace, String.join(", ", missing)));
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
