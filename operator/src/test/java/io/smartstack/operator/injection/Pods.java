// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.smartstack.crd.v1.EnsembleReference;
import io.smartstack.crd.v1.Repair;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.crd.v1.SmartServiceSpec;
import io.smartstack.crd.v1.SmartStack;
import io.smartstack.crd.v1.UsedService;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Pods and services as people write them. */
final class Pods {

  static final SidecarDefaults DEFAULTS = SidecarDefaults.of("smartstack/sidecar:1.0", "1.0");

  private Pods() {}

  static Pod plain() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("service-a-1")
        .withNamespace("shop")
        .addToLabels(SmartStack.SERVICE, "service-a")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("application")
        .withImage("example/service-a:7")
        .endContainer()
        .endSpec()
        .build();
  }

  static PodBuilder like() {
    return new PodBuilder(plain());
  }

  static SmartService service(String name, SmartServiceSpec spec) {
    var service = new SmartService();
    service.getMetadata().setNamespace("shop");
    service.getMetadata().setName(name);
    service.setSpec(spec);
    return service;
  }

  static SmartServiceSpec spec() {
    return new SmartServiceSpec(
        new EnsembleReference("zookeeper", null, List.of()),
        null,
        null,
        List.of(),
        null,
        null,
        null,
        Repair.NONE);
  }

  /** One that the API server accepts. */
  static SmartServiceSpec callingSpec() {
    return new SmartServiceSpec(
        new EnsembleReference("zookeeper", null, List.of()),
        null,
        null,
        List.of(
            new UsedService("other", null, null, null, null, null, null, null, null, null, null)),
        null,
        null,
        null,
        Repair.NONE);
  }

  /** There are SmartServices of these names, and no others. */
  static Function<String, Optional<SmartService>> services(String... names) {
    return name ->
        Arrays.asList(names).contains(name) ? Optional.of(service(name, spec())) : Optional.empty();
  }

  static Pod injected(Pod pod) {
    InjectionDecision decision = Decisions.of(pod, services("service-a", "service-b"));
    return new PodMutation(DEFAULTS).inject(pod, (InjectionDecision.Inject) decision);
  }
}
