// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.crd.v1.SmartStack;
import io.smartstack.operator.compile.PodServices;
import io.smartstack.operator.status.Events;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The pods with the label: whatever matters of one has each of its services reconciled. */
final class PodEventSource extends InformerEventSource<Pod, SmartService> {

  private static final String BY_SERVICE = "service";

  /** Of a first look: thousands of pods are read page by page. */
  private static final long AT_A_TIME = 500;

  private final OrphanPods orphans;

  PodEventSource(EventSourceContext<SmartService> context, Events events) {
    super(configuration(context), context);
    this.orphans = new OrphanPods(events, context.getPrimaryCache()::contains, this::get);
    addIndexers(
        Map.of(BY_SERVICE, pod -> services(pod).stream().map(ResourceID::toString).toList()));
  }

  private static InformerEventSourceConfiguration<Pod> configuration(
      EventSourceContext<SmartService> context) {
    var pods =
        InformerEventSourceConfiguration.from(Pod.class, SmartService.class)
            .withName("pods")
            .withLabelSelector(SmartStack.SERVICE)
            .withInformerListLimit(AT_A_TIME)
            .withPrimaryToSecondaryMapper(_ -> Set.of())
            .withSecondaryToPrimaryMapper(PodEventSource::services)
            .withOnUpdateFilter((now, old) -> !PodFacts.of(now).equals(PodFacts.of(old)));
    // Informers of several namespaces would take each other's pods out of a store that they share.
    return context.getControllerConfiguration().getInformerConfig().watchAllNamespaces()
        ? pods.withItemStore(new LeanPods()).build()
        : pods.build();
  }

  static Set<ResourceID> services(Pod pod) {
    return PodServices.namesOf(pod.getMetadata()).stream()
        .map(name -> new ResourceID(name, pod.getMetadata().getNamespace()))
        .collect(Collectors.toSet());
  }

  /** The pods that name a service and have not finished. */
  List<PodFacts> of(ResourceID service) {
    return byIndex(BY_SERVICE, service.toString()).stream()
        .map(PodFacts::of)
        .filter(pod -> !pod.finished())
        .toList();
  }

  @Override
  public void onAdd(Pod pod) {
    super.onAdd(pod);
    orphans.seen(pod);
  }

  @Override
  public void onUpdate(Pod old, Pod pod) {
    super.onUpdate(old, pod);
    orphans.seen(pod);
    // The informer tells the services that the pod names now; it may have named others.
    Set<ResourceID> left = new HashSet<>(services(old));
    left.removeAll(services(pod));
    left.forEach(service -> getEventHandler().handleEvent(new Event(service)));
  }

  @Override
  public void onDelete(Pod pod, boolean unknown) {
    super.onDelete(pod, unknown);
    orphans.gone(pod);
  }

  @Override
  public synchronized void stop() {
    orphans.stop();
    super.stop();
  }
}
