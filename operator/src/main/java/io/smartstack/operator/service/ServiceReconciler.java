// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.crd.v1.SmartServiceStatus;
import io.smartstack.crd.v1.SmartStack;
import io.smartstack.operator.compile.Compiler;
import io.smartstack.operator.compile.ServiceName;
import io.smartstack.operator.compile.Surroundings;
import io.smartstack.operator.registry.EnsembleId;
import io.smartstack.operator.registry.Registries;
import io.smartstack.operator.status.Events;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings a SmartService about: its files reach its pods, and its status says what ZooKeeper shows.
 *
 * <p>It may run in the leader alone. A failure is tried again after 1 s, then after pauses of up to
 * 30 s, for ever; sidecars go on with what they have meanwhile.
 */
@ControllerConfiguration(
    name = "service",
    fieldManager = Configuration.OPERATOR,
    generationAwareEventProcessing = false,
    triggerReconcilerOnAllEvents = true,
    rateLimiter = LinearRateLimiter.class,
    informer = @Informer(onUpdateFilter = SpecOrAnnotations.class))
@RateLimited(maxReconciliations = 5, within = 1)
@GradualRetry(
    maxAttempts = Integer.MAX_VALUE,
    initialInterval = 1_000,
    intervalMultiplier = 2,
    maxInterval = 30_000)
public final class ServiceReconciler implements Reconciler<SmartService> {

  private static final Duration STATUS_PAUSE = Duration.ofSeconds(1);

  private static final Duration REFUSED_PAUSE = Duration.ofSeconds(10);

  private static final Duration READING_PAUSE = Duration.ofMillis(250);

  private final KubernetesClient client;
  private final Registries registries;
  private final Compiler compiler;
  private final String version;
  private final InstantSource clock;
  private final Events events;
  private final Announcements announcements;
  private final Nudges nudges;
  private final Repairs repairs;
  private final Unused unused;
  private final Map<ResourceID, Memory> memories = new ConcurrentHashMap<>();
  private @Nullable Sources sources;

  /**
   * Nothing happens before the operator framework starts it.
   *
   * @param client writes ConfigMaps, pods' annotations and evictions
   * @param registries read for the status; closed by the caller, after the operator has stopped
   * @param reached whether the API server reaches the webhook now, so that a pod made anew gets its
   *     sidecar; may throw the client's exceptions
   * @param clusterDomain domain of the cluster's Services, such as {@code cluster.local}
   * @param version the operator's own, which sidecars should have
   */
  public ServiceReconciler(
      KubernetesClient client,
      Events events,
      Registries registries,
      BooleanSupplier reached,
      String clusterDomain,
      String version,
      InstantSource clock) {
    this.client = client;
    this.registries = registries;
    this.compiler = new Compiler(Surroundings.inCluster(clusterDomain));
    this.version = version;
    this.clock = clock;
    this.events = events;
    this.announcements = new Announcements(events);
    PodWrites podWrites = new PodWrites(client);
    this.nudges = new Nudges(podWrites::nudge);
    this.unused = new Unused(client);
    this.repairs = new Repairs(podWrites, events, reached);
  }

  @Override
  public List<EventSource<?, SmartService>> prepareEventSources(
      EventSourceContext<SmartService> context) {
    Sources made = new Sources(context, registries, events);
    sources = made;
    return made.all();
  }

  @Override
  public UpdateControl<SmartService> reconcile(
      SmartService service, Context<SmartService> context) {
    Sources from = Objects.requireNonNull(sources, "prepareEventSources comes first");
    ResourceID id = ResourceID.fromResource(service);
    if (context.isPrimaryResourceDeleted()) {
      memories.remove(id);
      registries.forget(id);
      announcements.deleted(service, from.pods.of(id), pod -> from.pods.get(pod));
      return UpdateControl.noUpdate();
    }
    Instant now = clock.instant();
    Memory memory = memories.compute(id, (_, before) -> Memory.at(now, before));
    if (SmartStack.isPaused(service)) {
      var status =
          StatusOf.paused(service.getStatus(), service.getMetadata().getGeneration(), clock);
      return write(service, status, memory, now, null);
    }
    return settle(service, id, from, memory, now);
  }

  private UpdateControl<SmartService> settle(
      SmartService service, ResourceID id, Sources from, Memory memory, Instant now) {
    EnsembleId ensemble =
        EnsembleId.of(service.getSpec().ensemble(), service.getMetadata().getNamespace());
    List<String> hosts = from.hosts(ensemble);
    String path = ServiceName.zkPath(service);
    registries.follow(id, ensemble, hosts, path);
    boolean loaded = registries.loaded(ensemble, path);
    boolean reading =
        now.isBefore(memory.began.plus(Observed.GRACE))
            && (service.getStatus() == null
                ? !hosts.isEmpty() && !loaded
                : !loaded || !registries.reported());
    Observation observation = new Observation(service, ensemble, from, registries, version, now);

    var configurations =
        new Configurations(client, from.configMaps, compiler, from::find, memory.compiled);
    var settled = configurations.settle(service, observation.pods());
    announcements.configurations(service, settled);
    RepairPlan repair = repairs.step(service, observation.pods(), memory, now);
    if (reading) {
      // Who has which files is not known yet, and what an earlier process wrote down is better.
      return UpdateControl.<SmartService>noUpdate().rescheduleAfter(READING_PAUSE);
    }

    Telling telling = observation.telling(settled.fingerprints(), memory.told);
    nudges.tell(telling.writes());
    Observed seen = observation.observed(settled, telling, repair);
    List<Finding> findings = new Findings(seen).list();
    announcements.findings(service, memory, findings);
    announcements.backends(seen, memory);

    Instant sweep =
        unused.sweep(configurations.unused(service, observation.pods()), memory.unusedSince, now);
    Instant look = earlier(earlier(telling.look(), seen.next()), sweep);
    Duration again = repair.again();
    if (findings.stream().anyMatch(it -> it.reason() == Finding.Reason.WriteRefused)) {
      look = earlier(look, now.plus(REFUSED_PAUSE));
    }
    return write(
        service,
        StatusOf.observed(seen, findings),
        memory,
        now,
        again == null ? look : earlier(look, now.plus(again)));
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  private static UpdateControl<SmartService> write(
      SmartService service,
      SmartServiceStatus status,
      Memory memory,
      Instant now,
      @Nullable Instant look) {
    boolean differs = !status.equals(service.getStatus());
    Instant allowed = memory.written.plus(STATUS_PAUSE);
    if (differs && now.isBefore(allowed)) {
      return again(UpdateControl.noUpdate(), earlier(look, allowed), now);
    }
    if (!differs) {
      return again(UpdateControl.noUpdate(), look, now);
    }
    memory.written = now;
    return again(UpdateControl.patchStatus(fresh(service, status)), look, now);
  }

  private static SmartService fresh(SmartService service, SmartServiceStatus status) {
    SmartService fresh = new SmartService();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(service.getMetadata().getNamespace())
            .withName(service.getMetadata().getName())
            .build());
    fresh.setStatus(status);
    return fresh;
  }

  private static UpdateControl<SmartService> again(
      UpdateControl<SmartService> control, @Nullable Instant look, Instant now) {
    if (look == null) {
      return control;
    }
    Duration pause = Duration.between(now, look);
    return control.rescheduleAfter(pause.isPositive() ? pause : Duration.ofMillis(1));
  }
}
