// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.crd.v1.SmartStack;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import io.smartstack.operator.compile.PodServices;
import io.smartstack.operator.compile.ServiceName;
import io.smartstack.operator.registry.EnsembleId;
import io.smartstack.operator.registry.Registries;
import io.smartstack.operator.registry.RegistryEventSource;
import io.smartstack.operator.registry.SidecarReport;
import io.smartstack.operator.status.Events;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything whose change has a SmartService reconciled, and the copies kept of it. */
final class Sources {

  /** Label of a ZooKeeperEnsemble's pods: its name. */
  private static final String ENSEMBLE = SmartStack.GROUP + "/ensemble";

  /** ConfigMaps by the service that their pods' label names. */
  static final String BY_SERVICE = "service";

  private static final String BY_ENSEMBLE = "ensemble";
  private static final String BY_USED = "used";
  private static final String CLIENT_PORT = ":2181";

  private final EventSourceContext<SmartService> context;
  final IndexerResourceCache<SmartService> services;
  final PodEventSource pods;
  final InformerEventSource<ConfigMap, SmartService> configMaps;
  private final InformerEventSource<SmartService, SmartService> used;
  private final InformerEventSource<ZooKeeperEnsemble, SmartService> ensembles;
  private final InformerEventSource<Pod, SmartService> members;
  private final RegistryEventSource registry;

  Sources(EventSourceContext<SmartService> context, Registries registries, Events events) {
    this.context = context;
    this.services = context.getPrimaryCache();
    services.addIndexers(
        Map.of(
            BY_USED, service -> used(service).map(ResourceID::toString).toList(),
            BY_ENSEMBLE, service -> List.of(ensemble(service).toString())));
    this.pods = new PodEventSource(context, events);
    this.configMaps = configMaps();
    this.used = used();
    this.ensembles = ensembles();
    this.members = members();
    this.registry = new RegistryEventSource(registries, this::affected);
  }

  List<EventSource<?, SmartService>> all() {
    return List.of(pods, configMaps, used, ensembles, members, registry);
  }

  private InformerEventSource<ConfigMap, SmartService> configMaps() {
    InformerEventSource<ConfigMap, SmartService> source =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(ConfigMap.class, SmartService.class)
                .withName("config-maps")
                .withLabelSelector(Configuration.SELECTOR)
                .withPrimaryToSecondaryMapper(_ -> Set.of())
                .withSecondaryToPrimaryMapper(map -> Set.of(first(map)))
                .build(),
            context);
    source.addIndexers(Map.of(BY_SERVICE, map -> List.of(first(map).toString())));
    return source;
  }

  private static ResourceID first(ConfigMap map) {
    return new ResourceID(
        map.getMetadata().getLabels().get(SmartStack.SERVICE), map.getMetadata().getNamespace());
  }

  /** A service whose spec changes concerns those that use it, and pods that provide both. */
  private InformerEventSource<SmartService, SmartService> used() {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(SmartService.class, SmartService.class)
            .withName("used-services")
            .withPrimaryToSecondaryMapper(_ -> Set.of())
            .withSecondaryToPrimaryMapper(this::usersOf)
            .withOnUpdateFilter((now, old) -> !sameGeneration(now, old))
            .build(),
        context);
  }

  private Set<ResourceID> usersOf(SmartService service) {
    ResourceID id = ResourceID.fromResource(service);
    Set<ResourceID> users = those(BY_USED, id.toString());
    pods.of(id)
        .forEach(pod -> users.add(new ResourceID(pod.services().getFirst(), pod.namespace())));
    users.remove(id);
    return users;
  }

  private static Stream<ResourceID> used(SmartService user) {
    String own = user.getMetadata().getNamespace();
    return user.getSpec().uses().stream()
        .map(use -> new ResourceID(use.name(), Objects.requireNonNullElse(use.namespace(), own)));
  }

  private InformerEventSource<ZooKeeperEnsemble, SmartService> ensembles() {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(ZooKeeperEnsemble.class, SmartService.class)
            .withName("ensembles")
            .withPrimaryToSecondaryMapper(_ -> Set.of())
            .withSecondaryToPrimaryMapper(ensemble ->
                registeredIn(
                    ensemble.getMetadata().getNamespace(), ensemble.getMetadata().getName()))
            .withOnUpdateFilter((now, old) -> seen(now) != seen(old))
            .build(),
        context);
  }

  private InformerEventSource<Pod, SmartService> members() {
    InformerEventSource<Pod, SmartService> source =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Pod.class, SmartService.class)
                .withName("ensemble-pods")
                .withLabelSelector(ENSEMBLE)
                .withPrimaryToSecondaryMapper(_ -> Set.of())
                .withSecondaryToPrimaryMapper(
                    pod -> registeredIn(pod.getMetadata().getNamespace(), ensembleOf(pod)))
                .withOnUpdateFilter((now, old) -> !address(now).equals(address(old)))
                .build(),
            context);
    source.addIndexers(
        Map.of(
            BY_ENSEMBLE, pod -> List.of(pod.getMetadata().getNamespace() + "/" + ensembleOf(pod))));
    return source;
  }

  private static String ensembleOf(Pod pod) {
    return Objects.requireNonNullElse(pod.getMetadata().getLabels().get(ENSEMBLE), "");
  }

  private Set<ResourceID> registeredIn(String namespace, String name) {
    return those(BY_ENSEMBLE, new EnsembleId.Named(namespace, name).toString());
  }

  private static EnsembleId ensemble(SmartService service) {
    return EnsembleId.of(service.getSpec().ensemble(), service.getMetadata().getNamespace());
  }

  private Set<ResourceID> those(String index, String key) {
    return services.byIndex(index, key).stream()
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  private Set<ResourceID> affected(SidecarReport report) {
    Set<ResourceID> ids = new HashSet<>();
    for (String key : report.calls()) {
      ServiceName called = ServiceName.ofKey(key, report.namespace());
      ids.add(new ResourceID(called.name(), called.namespace()));
    }
    pods.get(new ResourceID(report.pod(), report.namespace()))
        .map(pod -> PodServices.namesOf(pod.getMetadata()))
        .ifPresent(
            names -> names.forEach(name -> ids.add(new ResourceID(name, report.namespace()))));
    return ids;
  }

  /** As the source shows it that woke its users: another's copy may be older than the news. */
  Optional<SmartService> find(ServiceName name) {
    return used.get(new ResourceID(name.name(), name.namespace()));
  }

  EnsembleSeen seen(EnsembleId id) {
    return switch (id) {
      case EnsembleId.Elsewhere _ -> EnsembleSeen.ELSEWHERE;
      case EnsembleId.Named(String namespace, String name) ->
          ensembles
              .get(new ResourceID(name, namespace))
              .map(Sources::seen)
              .orElse(EnsembleSeen.MISSING);
    };
  }

  private static EnsembleSeen seen(ZooKeeperEnsemble ensemble) {
    var status = ensemble.getStatus();
    boolean ready =
        status != null
            && status.conditions() != null
            && status.conditions().stream()
                .anyMatch(it -> it.getType().equals("Ready") && it.getStatus().equals("True"));
    return ready ? EnsembleSeen.READY : EnsembleSeen.NOT_READY;
  }

  /** Where the operator reaches the ensemble; none while no member of it is ready. */
  List<String> hosts(EnsembleId id) {
    return switch (id) {
      case EnsembleId.Elsewhere(List<String> hosts) -> hosts;
      case EnsembleId.Named(String namespace, String name) ->
          members.byIndex(BY_ENSEMBLE, namespace + "/" + name).stream()
              .map(Sources::address)
              .filter(address -> !address.isEmpty())
              .toList();
    };
  }

  private static String address(Pod pod) {
    String ip = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
    boolean ready =
        ip != null
            && pod.getMetadata().getDeletionTimestamp() == null
            && pod.getStatus().getConditions().stream().anyMatch(Sources::isReady);
    return !ready || ip == null ? "" : (ip.contains(":") ? "[" + ip + "]" : ip) + CLIENT_PORT;
  }

  private static boolean isReady(PodCondition condition) {
    return "Ready".equals(condition.getType()) && "True".equals(condition.getStatus());
  }

  private static boolean sameGeneration(HasMetadata now, HasMetadata old) {
    return Objects.equals(now.getMetadata().getGeneration(), old.getMetadata().getGeneration());
  }
}
