// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.crd.v1.SmartStack;
import io.smartstack.operator.compile.PodServices;
import io.smartstack.operator.compile.ServiceName;
import io.smartstack.operator.registry.EnsembleId;
import io.smartstack.operator.registry.Registries;
import io.smartstack.operator.registry.SidecarReport;
import io.smartstack.operator.service.Nudging.Told;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at a service once: its pods as they are now, what their sidecars say, its backends. */
final class Observation {

  private final SmartService service;
  private final EnsembleId ensemble;
  private final Sources from;
  private final Registries registries;
  private final String version;
  private final Instant now;
  private final List<PodFacts> pods;
  private final Map<String, SidecarReport> reports = new HashMap<>();
  private final Map<String, String> wanted = new HashMap<>();

  Observation(
      SmartService service,
      EnsembleId ensemble,
      Sources from,
      Registries registries,
      String version,
      Instant now) {
    this.service = service;
    this.ensemble = ensemble;
    this.from = from;
    this.registries = registries;
    this.version = version;
    this.now = now;
    this.pods = from.pods.of(ResourceID.fromResource(service));
    for (PodFacts pod : pods) {
      registries
          .report(pod.namespace(), pod.name())
          .ifPresent(report -> reports.put(pod.name(), report));
    }
  }

  List<PodFacts> pods() {
    return pods;
  }

  String zkPath() {
    return ServiceName.zkPath(service);
  }

  /** What the pods are told whose files this service settles: those whose label names it. */
  Telling telling(Map<String, String> fingerprints, Map<String, Told> told) {
    for (PodFacts pod : pods) {
      String files = fingerprint(pod, fingerprints);
      if (files != null) {
        wanted.put(pod.name(), files);
      }
    }
    String name = service.getMetadata().getName();
    List<PodFacts> own = pods.stream().filter(pod -> pod.set().first().equals(name)).toList();
    return Telling.of(own, wanted, reports, told, now);
  }

  private @Nullable String fingerprint(PodFacts pod, Map<String, String> settled) {
    String map = pod.set().configMap();
    return settled.containsKey(map)
        ? settled.get(map)
        : from.configMaps
            .get(new ResourceID(map, pod.namespace()))
            .map(it -> it.getMetadata().getAnnotations().get(SmartStack.CONFIG))
            .orElse(null);
  }

  Observed observed(Configurations.Settled settled, Telling telling, RepairPlan repair) {
    ServiceName name = ServiceName.of(service);
    Callers callers = Callers.of(name, registries.callersOf(name.namespace(), name.name()));
    String alone = new PodServices(List.of(service.getMetadata().getName())).configMap();
    return new Observed(
        service,
        ensemble,
        pods,
        wanted,
        reports,
        callers.all(),
        callers.stale(),
        telling.behind(),
        from.seen(ensemble),
        registries.view(ensemble, zkPath()),
        zkPath(),
        settled.fingerprints().get(alone),
        settled.findings(),
        repair,
        version,
        now);
  }
}
