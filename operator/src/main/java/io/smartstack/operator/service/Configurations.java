// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.operator.compile.Compilation;
import io.smartstack.operator.compile.Compiler;
import io.smartstack.operator.compile.Files;
import io.smartstack.operator.compile.Lookup;
import io.smartstack.operator.compile.PodServices;
import io.smartstack.operator.compile.ServiceName;
import io.smartstack.operator.service.Finding.Reason;
import io.smartstack.operator.status.ApiRefusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps the ConfigMaps of a service's pods as the SmartServices say. */
final class Configurations {

  private final KubernetesClient client;
  private final InformerEventSource<ConfigMap, SmartService> cache;
  private final Compiler compiler;
  private final Lookup services;
  private final Map<String, Compiled> compiled;

  /**
   * Looks at nothing yet.
   *
   * @param compiled remembered by the ConfigMaps' names; brought up to date
   */
  Configurations(
      KubernetesClient client,
      InformerEventSource<ConfigMap, SmartService> cache,
      Compiler compiler,
      Lookup services,
      Map<String, Compiled> compiled) {
    this.client = client;
    this.cache = cache;
    this.compiler = compiler;
    this.services = services;
    this.compiled = compiled;
  }

  /**
   * What came of it.
   *
   * @param fingerprints by the ConfigMaps' names; one that could not be made is missing
   * @param written the names of those whose files are now others than before
   * @param findings what the files don't honour
   */
  record Settled(Map<String, String> fingerprints, List<String> written, List<Finding> findings) {}

  /** Those of the service that neither it alone nor a combination of one of these pods needs. */
  List<ConfigMap> unused(SmartService service, List<PodFacts> pods) {
    String name = service.getMetadata().getName();
    Set<String> needed = new HashSet<>();
    sets(name, pods).forEach(set -> needed.add(set.configMap()));
    return cache.byIndex(Sources.BY_SERVICE, ResourceID.fromResource(service).toString()).stream()
        .filter(map ->
            Configuration.ofSeveral(name, map) && !needed.contains(map.getMetadata().getName()))
        .toList();
  }

  private static Set<PodServices> sets(String name, List<PodFacts> pods) {
    Set<PodServices> sets = new LinkedHashSet<>(List.of(new PodServices(List.of(name))));
    pods.stream().map(PodFacts::set).filter(set -> set.first().equals(name)).forEach(sets::add);
    return sets;
  }

  /** Writes the ConfigMap of the service alone, and of each set of services of its pods. */
  Settled settle(SmartService service, List<PodFacts> pods) {
    String name = service.getMetadata().getName();
    Settled settled = new Settled(new HashMap<>(), new ArrayList<>(), new ArrayList<>());
    Set<PodServices> sets = sets(name, pods);
    compiled.keySet().retainAll(sets.stream().map(PodServices::configMap).toList());
    sets.forEach(set -> settle(service, set, settled));
    return settled;
  }

  private void settle(SmartService service, PodServices set, Settled settled) {
    String namespace = service.getMetadata().getNamespace();
    List<SmartService> members = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String name : set.names()) {
      (name.equals(set.first())
              ? Optional.of(service)
              : services.find(new ServiceName(namespace, name)))
          .ifPresentOrElse(members::add, () -> missing.add(name));
    }
    ConfigMap now = find(namespace, set.configMap());
    if (now != null && !Configuration.ours(now)) {
      settled.findings().add(taken(set.configMap()));
      return;
    }
    Files before = Configuration.files(now);
    if (!missing.isEmpty()) {
      settled.findings().add(missing(missing));
      if (before != null) {
        settled.fingerprints().put(set.configMap(), before.fingerprint());
        return;
      }
    }
    Compilation compilation = compile(set, members, before);
    compilation.problems().forEach(problem -> settled.findings().add(Finding.of(problem)));
    Files files = compilation.files() == null ? before : compilation.files();
    if (files != null) {
      boolean done = written(now, Configuration.desired(set, members, files), settled);
      Files there = done ? files : before;
      if (there != null) {
        settled.fingerprints().put(set.configMap(), there.fingerprint());
      }
    }
  }

  private Compilation compile(PodServices set, List<SmartService> members, @Nullable Files before) {
    return compiled
        .compute(
            set.configMap(),
            (_, last) ->
                last != null && last.holds(members, services, before)
                    ? last
                    : Compiled.of(compiler, members, services, before))
        .made();
  }

  private boolean written(@Nullable ConfigMap now, ConfigMap desired, Settled settled) {
    try {
      write(now, desired, settled);
      return true;
    } catch (KubernetesClientException e) {
      String said = ApiRefusal.of(e).orElseThrow(() -> e);
      settled.findings().add(refused(desired.getMetadata().getName(), said));
      return false;
    }
  }

  private static Finding refused(String name, String said) {
    return new Finding(
        Reason.WriteRefused,
        "The API server refuses ConfigMap %s (%s): mend what it names. Until then pods go on with the files they have."
            .formatted(name, said));
  }

  private static Finding taken(String name) {
    return new Finding(
        Reason.NameTaken,
        "ConfigMap %s is there and is somebody else's, so there is no place for the files and pods can't start: give that ConfigMap or this SmartService another name."
            .formatted(name));
  }

  private static Finding missing(List<String> names) {
    return new Finding(
        Reason.ServiceOfPodMissing,
        "Pods of this service name %s as well, and there is no such SmartService: make it, or take it off the annotation smartstack.io/services. Until then their files stay as they are."
            .formatted(String.join(", ", names)));
  }

  private @Nullable ConfigMap find(String namespace, String name) {
    // One that somebody else made is not in the cache: it lacks the labels.
    return cache
        .get(new ResourceID(name, namespace))
        .orElseGet(() -> client.configMaps().inNamespace(namespace).withName(name).get());
  }

  private void write(@Nullable ConfigMap now, ConfigMap desired, Settled settled) {
    if (now != null && Configuration.same(now, desired)) {
      return;
    }
    ConfigMap written =
        client
            .resource(desired)
            .fieldManager(Configuration.OPERATOR)
            .forceConflicts()
            .serverSideApply();
    ResourceID id = ResourceID.fromResource(written);
    if (now == null) {
      cache.handleRecentResourceCreate(id, written);
    } else {
      cache.handleRecentResourceUpdate(id, written, now);
    }
    // Of those that are new nobody had others: a thousand services need no thousand events.
    if (now != null && !desired.getData().equals(now.getData())) {
      settled.written().add(desired.getMetadata().getName());
    }
  }
}
