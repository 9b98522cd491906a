// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.smartstack.crd.v1.SmartStack;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import io.smartstack.crd.v1.ZooKeeperEnsembleStatus;
import io.smartstack.operator.ensemble.Step.Nothing;
import io.smartstack.operator.status.ApiRefusal;
import io.smartstack.operator.status.Events;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Brings ensembles from what they are to what is wanted of them, one step at a time. */
@ControllerConfiguration(name = "ensemble", fieldManager = Names.FIELD_MANAGER)
public final class EnsembleReconciler implements Reconciler<ZooKeeperEnsemble> {

  private static final Logger LOG = LoggerFactory.getLogger(EnsembleReconciler.class);

  /** What is the same when it is tried again: not valid, not allowed, over a quota. */
  private final KubernetesClient client;

  private final EnsembleSettings settings;
  private final Announcements announcements;
  private final InstantSource clock;
  private final Members members;
  private final Steps steps;

  /**
   * Makes one that talks to ensembles over the network.
   *
   * @param client may read and write what an ensemble consists of
   * @param events where people are told what was done
   * @param clock for the times of conditions
   * @param leads whether this process may change anything now, as its client's gate says too
   */
  public EnsembleReconciler(
      KubernetesClient client,
      EnsembleSettings settings,
      Events events,
      InstantSource clock,
      BooleanSupplier leads) {
    this(client, settings, events, clock, new ZooKeeperMembers(leads));
  }

  EnsembleReconciler(
      KubernetesClient client,
      EnsembleSettings settings,
      Events events,
      InstantSource clock,
      Members members) {
    this.client = client;
    this.settings = settings;
    this.announcements = new Announcements(events);
    this.clock = clock;
    this.members = members;
    this.steps = new Steps(client, members);
  }

  @Override
  public List<EventSource<?, ZooKeeperEnsemble>> prepareEventSources(
      EventSourceContext<ZooKeeperEnsemble> context) {
    return Stream.of(
            StatefulSet.class, Pod.class, ConfigMap.class, Service.class, PodDisruptionBudget.class)
        .<EventSource<?, ZooKeeperEnsemble>>map(type -> source(type, context))
        .toList();
  }

  /**
   * Caches only wake the reconciler: it reads what it decides upon from the API server. No Secret
   * is among them, because a right to watch can't be narrowed to those of ensembles.
   */
  private static <T extends HasMetadata> EventSource<T, ZooKeeperEnsemble> source(
      Class<T> type, EventSourceContext<ZooKeeperEnsemble> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(type, ZooKeeperEnsemble.class)
            .withName("ensemble-" + type.getSimpleName())
            .withLabelSelector(Names.ENSEMBLE)
            .withSecondaryToPrimaryMapper(EnsembleReconciler::owner)
            .withNamespacesInheritedFromController()
            .build(),
        context);
  }

  private static Set<ResourceID> owner(HasMetadata part) {
    String ensemble = part.getMetadata().getLabels().get(Names.ENSEMBLE);
    return ensemble == null
        ? Set.of()
        : Set.of(new ResourceID(ensemble, part.getMetadata().getNamespace()));
  }

  @Override
  public UpdateControl<ZooKeeperEnsemble> reconcile(
      ZooKeeperEnsemble cached, Context<ZooKeeperEnsemble> context) throws InterruptedException {
    // The cache may not know yet that claims are to be kept, or what was last written as status.
    ZooKeeperEnsemble ensemble = client.resource(cached).get();
    if (ensemble == null || ensemble.isMarkedForDeletion()) {
      return UpdateControl.noUpdate();
    }
    if (SmartStack.isPaused(ensemble)) {
      return held(ensemble, "Paused", "paused by the annotation " + SmartStack.PAUSED)
          .rescheduleAfter(settings.steady());
    }
    try {
      return pass(ensemble);
    } catch (NameTakenException e) {
      return refused(ensemble, "NameTaken", e.reason());
    } catch (KubernetesClientException e) {
      String said = ApiRefusal.of(e).orElseThrow(() -> e);
      return refused(ensemble, "Refused", "the API server refuses what is wanted: " + said);
    }
  }

  /** Nothing more is done before somebody mends it, and people have to know. */
  private UpdateControl<ZooKeeperEnsemble> refused(
      ZooKeeperEnsemble ensemble, String reason, String message) {
    var status = EnsembleStatus.refused(ensemble, reason, message, clock);
    announcements.about(ensemble, status);
    return update(ensemble, status).rescheduleAfter(settings.busy());
  }

  private UpdateControl<ZooKeeperEnsemble> pass(ZooKeeperEnsemble ensemble)
      throws InterruptedException {
    var pass = new Pass(client, members, settings, ensemble);
    Step step = NextStep.of(pass.observed());
    Step taken = steps.take(step, pass);
    var status =
        EnsembleStatus.of(ensemble, pass.observed(), taken, settings.clusterDomain(), clock);
    announcements.about(ensemble, taken, status);
    return update(ensemble, status).rescheduleAfter(pause(taken));
  }

  /**
   * What was done shows at once, what is waited for later; the cluster's own news come as events.
   */
  private Duration pause(Step taken) {
    return switch (taken) {
      case Nothing _ -> settings.steady();
      case Step.Wait _, Step.Refuse _ -> settings.busy();
      case Step.Resize _,
          Step.Publish _,
          Step.Join _,
          Step.Leave _,
          Step.Restart _,
          Step.Release _ ->
          Duration.ofMillis(Math.min(500, settings.busy().toMillis()));
    };
  }

  private UpdateControl<ZooKeeperEnsemble> held(
      ZooKeeperEnsemble ensemble, String reason, String message) {
    return update(ensemble, EnsembleStatus.held(ensemble, reason, message, clock));
  }

  private static UpdateControl<ZooKeeperEnsemble> update(
      ZooKeeperEnsemble ensemble, ZooKeeperEnsembleStatus status) {
    if (status.equals(ensemble.getStatus())) {
      return UpdateControl.noUpdate();
    }
    var patch = new ZooKeeperEnsemble();
    patch.getMetadata().setNamespace(ensemble.getMetadata().getNamespace());
    patch.getMetadata().setName(ensemble.getMetadata().getName());
    patch.setStatus(status);
    return UpdateControl.patchStatus(patch);
  }

  /** Goes on for ever: an API server that is away for long comes back. */
  @Override
  public ErrorStatusUpdateControl<ZooKeeperEnsemble> updateErrorStatus(
      ZooKeeperEnsemble ensemble, Context<ZooKeeperEnsemble> context, Exception e) {
    // An operator that is told to stop interrupts what it does; its successor goes on.
    boolean stopping = e instanceof InterruptedException || isInterruption(e.getCause());
    LOG.atLevel(stopping ? Level.DEBUG : Level.WARN)
        .addKeyValue("ensemble", ensemble.getMetadata().getName())
        .addKeyValue("namespace", ensemble.getMetadata().getNamespace())
        .setCause(e)
        .log("A pass failed and is tried again");
    return ErrorStatusUpdateControl.<ZooKeeperEnsemble>noStatusUpdate()
        .rescheduleAfter(settings.busy());
  }

  private static boolean isInterruption(@Nullable Throwable cause) {
    return cause instanceof InterruptedIOException || cause instanceof InterruptedException;
  }
}
