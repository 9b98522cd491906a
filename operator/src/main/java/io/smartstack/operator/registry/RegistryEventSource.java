// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.registry;

import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.smartstack.crd.v1.SmartService;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Has a SmartService reconciled when ZooKeeper shows something new of it: at once, and at most once
 * a second for each service. Nothing is polled.
 */
public final class RegistryEventSource extends AbstractEventSource<SidecarReport, SmartService> {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Function<SidecarReport, Set<ResourceID>> affected;
  private @Nullable ScheduledThreadPoolExecutor timer;
  private volatile @Nullable Throttle<ResourceID> throttle;

  /**
   * Listens to the registries once it is started.
   *
   * @param affected the SmartServices whose status a sidecar's report is part of
   */
  public RegistryEventSource(
      Registries registries, Function<SidecarReport, Set<ResourceID>> affected) {
    super(SidecarReport.class, "registry");
    this.affected = affected;
    registries.onChange(this::changed);
  }

  private void changed(Change change) {
    Throttle<ResourceID> gate = throttle;
    if (gate == null) {
      return;
    }
    Set<ResourceID> services =
        switch (change) {
          case Change.Services(Set<ResourceID> named) -> named;
          case Change.Report(SidecarReport before, SidecarReport after) -> {
            Set<ResourceID> both = new HashSet<>();
            Stream.of(before, after)
                .flatMap(Stream::ofNullable)
                .forEach(report -> both.addAll(affected.apply(report)));
            yield both;
          }
        };
    services.forEach(gate::offer);
  }

  @Override
  public synchronized void start() {
    ScheduledThreadPoolExecutor started =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("registry-events").factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    timer = started;
    throttle =
        new Throttle<>(
            PAUSE,
            (pause, action) -> {
              var _ = started.schedule(action, pause.toMillis(), TimeUnit.MILLISECONDS);
            },
            service -> getEventHandler().handleEvent(new Event(service)));
    super.start();
  }

  @Override
  public synchronized void stop() {
    throttle = null;
    if (timer != null) {
      timer.shutdownNow();
    }
    super.stop();
  }

  @Override
  public Set<SidecarReport> getSecondaryResources(SmartService service) {
    return Set.of();
  }
}
